// Settings: where words may come from and who may sign up, for the owner; one's own password, for everybody.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';
import type { ModelSettings, ModelTest, Settings, SettingsChange, User } from '../api/types.ts';
import { sentence } from '../format/sentences.ts';
import { ConfirmDialog } from '../parts/confirm_dialog.tsx';
import { QueueSection } from '../parts/queue_section.tsx';
import { PasswordField, TextField } from '../parts/field.tsx';
import { useLoaded, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { ErrorNotice, Skeleton } from '../parts/notice.tsx';
import { ThemeSwitch } from '../parts/theme_switch.tsx';
import { useShowFault } from '../parts/use_show_fault.ts';
import { leave } from '../state/session.ts';
import { showToast } from '../state/toasts.ts';

export function SettingsPage({ user }: { user: User }) {
    useTitle('Settings');
    return (
        <div class="settings">
            <h1 tabIndex={-1}>Settings</h1>
            {user.role === 'owner' && <ServerSettings />}
            {user.role !== 'creator' && <QueueSection user={user} />}
            <PasswordSection user={user} />
            <section class="setting" aria-labelledby="appearance-title">
                <div class="setting-head">
                    <h2 id="appearance-title">Appearance</h2>
                    <p class="quiet">On this device.</p>
                </div>
                <div class="setting-body">
                    <ThemeSwitch />
                </div>
            </section>
            <section class="setting" aria-labelledby="account-title">
                <div class="setting-head">
                    <h2 id="account-title">Account</h2>
                    <p class="quiet">{user.email}</p>
                </div>
                <div class="setting-body">
                    <button type="button" class="button" onClick={() => void leave().catch(tellError)}>
                        Log out
                    </button>
                </div>
            </section>
        </div>
    );
}

const tellError = (thrown: unknown): number => showToast({ text: asApiError(thrown).message, tone: 'error' });

function ServerSettings() {
    const { value, error, reload } = useLoaded('settings', () => calls.settings());
    const [changed, setChanged] = useState<Settings>();
    const settings = changed ?? value;
    if (settings === undefined) {
        if (error !== undefined) return <ErrorNotice error={error} onRetry={reload} />;
        return <Skeleton label="Loading the settings" shapes={['row', 'row', 'row']} />;
    }
    const change = async (next: SettingsChange, done: string): Promise<void> => {
        setChanged(await calls.changeSettings(next));
        showToast({ text: done });
    };
    return (
        <>
            <ModelSection model={settings.model} change={change} />
            <SwitchSection
                id="wikipedia"
                title="Wikipedia"
                about="Topics without a finished script are looked up there and retold, with attribution."
                label="Look topics up on Wikipedia"
                on={settings.wikipedia.on}
                onSwitch={(on) =>
                    change({ wikipedia: { on } }, on ? 'Wikipedia may be asked.' : 'Wikipedia is no longer asked.')
                }
            />
            <SwitchSection
                id="sign-up"
                title="Sign-up"
                about="Whether people who reach this server may make themselves an account."
                label="Anybody may sign up"
                on={settings.sign_up.open}
                onSwitch={(open) => change({ sign_up: { open } }, open ? 'Sign-up is open.' : 'Sign-up is closed.')}
            />
        </>
    );
}

interface ModelSectionProps {
    model: Settings['model'];
    change: (next: SettingsChange, done: string) => Promise<void>;
}

function ModelSection({ model, change }: ModelSectionProps) {
    return (
        <section class="setting" id="model" aria-labelledby="model-title">
            <div class="setting-head">
                <h2 id="model-title">Language model</h2>
                <p class="quiet">
                    Writes scripts about any topic. Every endpoint that speaks OpenAI's chat API will do, such as one on
                    your own machine.
                </p>
            </div>
            <div class="setting-body">
                {sourceWords[model.source] !== undefined && (
                    <p class="fixed-note">
                        <Icon name="model" />
                        Set {sourceWords[model.source]}. What you save here is used instead.
                    </p>
                )}
                <ModelForm model={model} change={change} />
            </div>
        </section>
    );
}

const sourceWords: Record<string, string> = {
    file: "in the server's settings file",
    environment: "in the server's environment",
    flag: "on the server's command line",
};

/** A key goes to the address that it was given for, and to no other. */
function keyHint(model: Settings['model'], given: ModelSettings): string {
    if (!model.has_key) return 'Only where the endpoint asks for one.';
    if (given.base_url === model.base_url) return 'A key is stored. Leave this empty to keep it.';
    return 'The stored key belongs to the other address. Give it again if this one asks for it too.';
}

function ModelForm({ model, change }: ModelSectionProps) {
    const [address, setAddress] = useState(model.base_url);
    const [name, setName] = useState(model.name);
    const [key, setKey] = useState('');
    const [error, setError] = useState<ApiError>();
    const [busy, setBusy] = useState(false);
    const [asking, setAsking] = useState(false);
    const [noAddress, setNoAddress] = useState(0);
    const form = useRef<HTMLFormElement>(null);
    useShowFault(form, noAddress > 0 ? noAddress : error);
    const test = useModelTest();
    const connected = model.base_url !== '';
    const given: ModelSettings = { base_url: address.trim(), name: name.trim(), ...(key === '' ? {} : { key }) };

    const apply = async (next: SettingsChange, done: string): Promise<boolean> => {
        if (busy) return false;
        setBusy(true);
        setError(undefined);
        try {
            await change(next, done);
            setKey('');
            if (next.model === null) {
                setAddress('');
                setName('');
            }
        } catch (thrown) {
            setError(asApiError(thrown));
            setBusy(false);
            return false;
        }
        setBusy(false);
        return true;
    };
    // Whether it can be used is what somebody wants to know next.
    const save = async (event: Event): Promise<void> => {
        event.preventDefault();
        if (given.base_url === '') {
            setNoAddress(noAddress + 1);
            return;
        }
        setNoAddress(0);
        if (await apply({ model: given }, 'The model is saved.')) await test.ask(undefined);
    };
    const disconnect = async (): Promise<void> => {
        test.forget();
        await apply({ model: null }, 'The model is disconnected.');
    };
    const faultOf = (member: string): string | undefined =>
        error?.fieldError(`/model/${member}`) ?? error?.fieldError(`/${member}`);
    const atField = ['base_url', 'name', 'key'].some((member) => faultOf(member) !== undefined);
    return (
        <form ref={form} class="setting-form" noValidate onSubmit={(event) => void save(event)}>
            {error !== undefined && !atField && <ErrorNotice error={error} />}
            <TextField
                label="Address"
                name="base_url"
                type="url"
                placeholder="http://127.0.0.1:8000/v1"
                value={address}
                error={noAddress > 0 ? 'Give the address first.' : faultOf('base_url')}
                onInput={(text) => {
                    setNoAddress(0);
                    test.forget();
                    setAddress(text);
                }}
            />
            <TextField
                label="Model"
                name="name"
                value={name}
                error={faultOf('name')}
                hint="Empty: the server's own choice."
                onInput={(text) => {
                    test.forget();
                    setName(text);
                }}
            />
            <PasswordField
                label="Key"
                name="key"
                autocomplete="off"
                value={key}
                error={faultOf('key')}
                hint={keyHint(model, given)}
                onInput={(text) => {
                    test.forget();
                    setKey(text);
                }}
            />
            <div class="actions">
                <button type="submit" class="button button-primary" aria-disabled={busy}>
                    {connected ? 'Save' : 'Connect'}
                </button>
                {connected && (
                    <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
                        Disconnect
                    </button>
                )}
                <button
                    type="button"
                    class="button"
                    aria-disabled={test.busy || given.base_url === ''}
                    onClick={() => given.base_url !== '' && void test.ask(given)}
                >
                    {test.busy ? 'Asking the model…' : 'Test'}
                </button>
                <TestOutcome result={test.result} />
            </div>
            {asking && (
                <ConfirmDialog
                    title="Disconnect the model?"
                    confirm="Disconnect"
                    keep="Keep it"
                    onConfirm={() => void disconnect()}
                    onClose={() => setAsking(false)}
                >
                    <p>Its address and its key are removed. Scripts then come from texts, articles and Wikipedia.</p>
                </ConfirmDialog>
            )}
        </form>
    );
}

interface ModelTesting {
    busy: boolean;
    result: ModelTest | undefined;
    /** Asks the model that is given, or the one that is saved. */
    ask: (given: ModelSettings | undefined) => Promise<void>;
    forget: () => void;
}

function useModelTest(): ModelTesting {
    const [busy, setBusy] = useState(false);
    const [result, setResult] = useState<ModelTest>();
    const running = useRef<AbortController>();
    useEffect(() => () => running.current?.abort(), []);
    const forget = (): void => {
        running.current?.abort();
        setBusy(false);
        setResult(undefined);
    };
    const ask = async (given: ModelSettings | undefined): Promise<void> => {
        forget();
        setBusy(true);
        const mine = new AbortController();
        running.current = mine;
        let found: ModelTest;
        try {
            found = await calls.testModel(given, mine.signal);
        } catch (thrown) {
            if (wasAborted(thrown)) return;
            found = { ok: false, detail: asApiError(thrown).message, took_ms: 0 };
        }
        if (running.current !== mine) return;
        setResult(found);
        setBusy(false);
    };
    return { busy, result, ask, forget };
}

function TestOutcome({ result }: { result: ModelTest | undefined }) {
    return (
        <p class={result?.ok === false ? 'test-result test-failed' : 'test-result'} role="status">
            {result !== undefined && (
                <>
                    <Icon name={result.ok ? 'done' : 'warning'} />
                    <span>
                        {sentence(result.detail)}
                        {result.took_ms > 0 && ` (${(result.took_ms / 1000).toFixed(1)} s)`}
                    </span>
                </>
            )}
        </p>
    );
}

interface SwitchSectionProps {
    id: string;
    title: string;
    about: string;
    label: string;
    on: boolean;
    onSwitch: (on: boolean) => Promise<void>;
}

function SwitchSection({ id, title, about, label, on, onSwitch }: SwitchSectionProps) {
    const [wanted, setWanted] = useState<boolean>();
    const change = async (next: boolean): Promise<void> => {
        setWanted(next);
        try {
            await onSwitch(next);
        } catch (thrown) {
            tellError(thrown);
        }
        setWanted(undefined);
    };
    return (
        <section class="setting" aria-labelledby={`${id}-title`}>
            <div class="setting-head">
                <h2 id={`${id}-title`}>{title}</h2>
                <p class="quiet">{about}</p>
            </div>
            <div class="setting-body">
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        name={id}
                        checked={wanted ?? on}
                        onChange={(event) => void change(event.currentTarget.checked)}
                    />
                    <span class="switch-track" />
                    {label}
                </label>
            </div>
        </section>
    );
}

function PasswordSection({ user }: { user: User }) {
    const [current, setCurrent] = useState('');
    const [next, setNext] = useState('');
    const [error, setError] = useState<ApiError>();
    const [busy, setBusy] = useState(false);
    const form = useRef<HTMLFormElement>(null);
    useShowFault(form, error);
    const save = async (event: Event): Promise<void> => {
        event.preventDefault();
        if (busy) return;
        setBusy(true);
        setError(undefined);
        try {
            await calls.changePassword(current, next);
            setCurrent('');
            setNext('');
            showToast({ text: 'Your password is changed. Other devices are logged out.' });
        } catch (thrown) {
            setError(asApiError(thrown));
        }
        setBusy(false);
    };
    const atField = error?.fieldError('/current') !== undefined || error?.fieldError('/new') !== undefined;
    return (
        <section class="setting" aria-labelledby="password-title">
            <div class="setting-head">
                <h2 id="password-title">Password</h2>
                <p class="quiet">Changing it logs out your other devices.</p>
            </div>
            <form ref={form} class="setting-body setting-form" noValidate onSubmit={(event) => void save(event)}>
                {error !== undefined && !atField && <ErrorNotice error={error} />}
                <input hidden type="text" name="username" autocomplete="username" value={user.email} readOnly />
                <PasswordField
                    label="Current password"
                    name="current"
                    autocomplete="current-password"
                    value={current}
                    error={error?.fieldError('/current')}
                    onInput={setCurrent}
                />
                <PasswordField
                    label="New password"
                    name="new"
                    autocomplete="new-password"
                    value={next}
                    error={error?.fieldError('/new')}
                    hint="At least 12 characters."
                    onInput={setNext}
                />
                <div class="actions">
                    <button type="submit" class="button" aria-disabled={busy}>
                        Change password
                    </button>
                </div>
            </form>
        </section>
    );
}
