// What the owner decides for the whole server: where words may come from, and who may sign up.

import { useRef } from 'preact/hooks';
import * as calls from '../../api/calls.ts';
import type { SettingsChange } from '../../api/types.ts';
import { useLoaded } from '../../parts/hooks.ts';
import { ErrorNotice, Skeleton } from '../../parts/notice.tsx';
import { showToast } from '../../state/toasts.ts';
import { ModelSection } from './model_section.tsx';
import { SwitchSection } from './switch_section.tsx';

export function ServerSections() {
    const { value: settings, error, reload, put } = useLoaded('settings', () => calls.settings());
    /** Each answer tells all settings, so the next change waits for it. */
    const inLine = useRef<Promise<void>>(Promise.resolve());
    if (settings === undefined) {
        if (error !== undefined) return <ErrorNotice error={error} onRetry={reload} />;
        return <Skeleton label="Loading the settings" shapes={['row', 'row', 'row']} />;
    }
    const change = (next: SettingsChange, done: string): Promise<void> => {
        const changed = inLine.current.then(async () => {
            put(await calls.changeSettings(next));
            showToast({ text: done });
        });
        inLine.current = changed.catch(() => {});
        return changed;
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
