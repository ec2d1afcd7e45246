// Form fields: a label that is always there, a hint, an error beside what is wrong, tied together for screen readers.

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export interface FieldWords {
    label: string;
    hint?: ComponentChildren;
    error?: string | undefined;
}

interface TextFieldProps extends FieldWords {
    name: string;
    value: string;
    onInput: (value: string) => void;
    type?: 'text' | 'email' | 'url' | 'search';
    autocomplete?: string;
    placeholder?: string;
    disabled?: boolean;
    large?: boolean;
    maxLength?: number;
}

export function TextField(props: TextFieldProps) {
    const id = useId();
    return (
        <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
            <input
                {...describedBy(id, props)}
                id={id}
                class={props.large === true ? 'input input-large' : 'input'}
                type={props.type ?? 'text'}
                name={props.name}
                value={props.value}
                disabled={props.disabled}
                placeholder={props.placeholder}
                maxLength={props.maxLength}
                autocomplete={props.autocomplete ?? 'off'}
                onInput={(event) => props.onInput(event.currentTarget.value)}
            />
        </FieldFrame>
    );
}

interface PasswordFieldProps extends FieldWords {
    name: string;
    value: string;
    autocomplete: 'current-password' | 'new-password' | 'off';
    disabled?: boolean;
    onInput: (value: string) => void;
}

export function PasswordField(props: PasswordFieldProps) {
    const id = useId();
    const [shown, setShown] = useState(false);
    return (
        <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
            <div class="input-with-button">
                <input
                    {...describedBy(id, props)}
                    id={id}
                    class="input"
                    type={shown ? 'text' : 'password'}
                    name={props.name}
                    value={props.value}
                    disabled={props.disabled}
                    autocomplete={props.autocomplete}
                    autocapitalize="off"
                    spellcheck={false}
                    onInput={(event) => props.onInput(event.currentTarget.value)}
                />
                <button
                    type="button"
                    class="input-button"
                    aria-pressed={shown}
                    aria-label={`Show ${props.label.toLowerCase()}`}
                    disabled={props.disabled}
                    onClick={() => setShown(!shown)}
                >
                    <Icon name={shown ? 'eye-off' : 'eye'} />
                </button>
            </div>
        </FieldFrame>
    );
}

interface TextAreaProps extends FieldWords {
    name: string;
    value: string;
    rows: number;
    placeholder?: string;
    hideLabel?: boolean;
    lang?: string | undefined;
    onInput: (value: string) => void;
}

export function TextArea(props: TextAreaProps) {
    const id = useId();
    return (
        <FieldFrame
            id={id}
            label={props.label}
            hint={props.hint}
            error={props.error}
            hideLabel={props.hideLabel === true}
        >
            <textarea
                {...describedBy(id, props)}
                id={id}
                class="input input-area"
                name={props.name}
                rows={props.rows}
                value={props.value}
                placeholder={props.placeholder}
                lang={props.lang}
                onInput={(event) => props.onInput(event.currentTarget.value)}
            />
        </FieldFrame>
    );
}

interface SelectFieldProps extends FieldWords {
    name: string;
    value: string;
    children: ComponentChildren;
    onChange: (value: string) => void;
}

export function SelectField(props: SelectFieldProps) {
    const id = useId();
    return (
        <FieldFrame id={id} label={props.label} hint={props.hint} error={props.error}>
            <div class="select">
                <select
                    {...describedBy(id, props)}
                    id={id}
                    class="input"
                    name={props.name}
                    value={props.value}
                    onChange={(event) => props.onChange(event.currentTarget.value)}
                >
                    {props.children}
                </select>
                <Icon name="open" />
            </div>
        </FieldFrame>
    );
}

interface FieldFrameProps extends FieldWords {
    id: string;
    hideLabel?: boolean;
    children: ComponentChildren;
}

function FieldFrame({ id, label, hint, error, hideLabel, children }: FieldFrameProps) {
    return (
        <div class="field">
            <label class={hideLabel === true ? 'only-read-out' : 'field-label'} for={id}>
                {label}
            </label>
            {children}
            {error !== undefined && <FieldFault id={`${id}-error`} message={error} />}
            {hint !== undefined && (
                <p class="field-hint" id={`${id}-hint`}>
                    {hint}
                </p>
            )}
        </div>
    );
}

export function FieldFault({ id, message }: { id?: string; message: string }) {
    return (
        <p class="field-error" id={id}>
            <Icon name="warning" />
            {message}
        </p>
    );
}

function describedBy(id: string, words: FieldWords) {
    const ids = [words.error === undefined ? '' : `${id}-error`, words.hint === undefined ? '' : `${id}-hint`];
    const text = ids.filter((part) => part !== '').join(' ');
    return {
        'aria-invalid': words.error === undefined ? undefined : true,
        'aria-describedby': text === '' ? undefined : text,
    };
}
