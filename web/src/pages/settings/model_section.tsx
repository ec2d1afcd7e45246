// The language model that writes scripts: where it is, whether it answers, connecting and disconnecting it.

import { useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../../api/problem.ts';
import type { ModelSettings, ModelTest, Settings, SettingsChange } from '../../api/types.ts';
import { sentence } from '../../format/sentences.ts';
import { ConfirmDialog } from '../../parts/confirm_dialog.tsx';
import { PasswordField, TextField } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice } from '../../parts/notice.tsx';
import { useShowFault } from '../../parts/use_show_fault.ts';
import { useModelTest } from './use_model_test.ts';

interface ModelSectionProps {
    model: Settings['model'];
    change: (next: SettingsChange, done: string) => Promise<void>;
}

export function ModelSection({ model, change }: ModelSectionProps) {
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
    // What was said of other words is not true of these.
    const forget = (): void => {
        setNoAddress(0);
        setError(undefined);
        test.forget();
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
                    forget();
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
                    forget();
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
                    forget();
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
