// The door: the first account, logging in, signing up. Stands in place of any page that needs somebody signed in, so
// that one is afterwards where one wanted to be.

import { useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import type { StartState } from '../api/types.ts';
import { PasswordField, TextField } from '../parts/field.tsx';
import { useTitle } from '../parts/hooks.ts';
import { Icon, Mark } from '../parts/icon.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { ThemeSwitch } from '../parts/theme_switch.tsx';
import { useShowFault } from '../parts/use_show_fault.ts';
import { signedIn } from '../state/session.ts';

type Door = 'first' | 'log in' | 'sign up';

const words: Record<Door, { title: string; lead: string; button: string }> = {
    first: {
        title: 'Create the first account',
        lead: 'You will be the owner: you decide who else may sign up and where words may come from.',
        button: 'Create account',
    },
    'log in': { title: 'Log in', lead: 'To make videos, and to find those that you have made.', button: 'Log in' },
    'sign up': { title: 'Sign up', lead: 'An account keeps your videos together, and yours alone.', button: 'Sign up' },
};

export function StartPage({ start, expired }: { start: StartState; expired: boolean }) {
    const [door, setDoor] = useState<Door>(start.has_accounts ? 'log in' : 'first');
    useTitle(words[door].title);
    return (
        <div class="start">
            <aside class="start-story">
                <p class="start-brand">
                    <Mark />
                    MSS
                </p>
                <p class="start-claim">
                    Words in,
                    <br />a finished video out.
                </p>
                <ul class="start-points">
                    <li>
                        <Icon name="words" />
                        Narrated, captioned word by word, with music
                    </li>
                    <li>
                        <Icon name="film" />A vertical and a wide cut, ready to upload
                    </li>
                    <li>
                        <Icon name="link" />
                        Articles that it retells are named as sources
                    </li>
                </ul>
                <p class="start-foot">Many Sources Say {start.version}</p>
            </aside>
            <main class="start-door" id="content">
                {expired && (
                    <p class="notice notice-plain" role="status">
                        <Icon name="clock" />
                        Your session has ended. Log in, and you are back where you were.
                    </p>
                )}
                <DoorForm key={door} door={door} codeNeeded={start.code_needed} />
                {door === 'log in' && start.sign_up_open && (
                    <p class="start-other">
                        New here?{' '}
                        <button type="button" class="text-button" onClick={() => setDoor('sign up')}>
                            Sign up
                        </button>
                    </p>
                )}
                {door === 'log in' && !start.sign_up_open && (
                    <p class="start-other">
                        New here? Signing up is closed on this server. Ask its owner for an account.
                    </p>
                )}
                {door === 'sign up' && (
                    <p class="start-other">
                        You have an account?{' '}
                        <button type="button" class="text-button" onClick={() => setDoor('log in')}>
                            Log in
                        </button>
                    </p>
                )}
                <ThemeSwitch />
            </main>
        </div>
    );
}

function DoorForm({ door, codeNeeded }: { door: Door; codeNeeded: boolean }) {
    const [email, setEmail] = useState('');
    const [password, setPassword] = useState('');
    const [code, setCode] = useState('');
    const [error, setError] = useState<ApiError>();
    /** How often the form was sent with a field left empty; 0 once it was sent whole. */
    const [gaps, setGaps] = useState(0);
    const [busy, setBusy] = useState(false);
    const form = useRef<HTMLFormElement>(null);
    useShowFault(form, gaps > 0 ? gaps : error);

    const asksCode = door === 'first' && codeNeeded;
    const isNew = door !== 'log in';
    const enter = async (event: Event): Promise<void> => {
        event.preventDefault();
        if (busy) return;
        setError(undefined);
        if (email.trim() === '' || password === '' || (asksCode && code.trim() === '')) {
            setGaps(gaps + 1);
            return;
        }
        setGaps(0);
        setBusy(true);
        try {
            signedIn(
                isNew
                    ? await calls.signUp(email.trim(), password, asksCode ? code.trim() : undefined)
                    : await calls.logIn(email.trim(), password),
            );
        } catch (thrown) {
            setError(asApiError(thrown));
            setBusy(false);
        }
    };
    const faultOf = (name: string, value: string, asked: string): string | undefined =>
        gaps > 0 && value.trim() === '' ? asked : error?.fieldError(name);
    const atField = error !== undefined && ['/email', '/password', '/code'].some((name) => error.fieldError(name));
    return (
        <form ref={form} class="door" noValidate onSubmit={(event) => void enter(event)}>
            <h1 tabIndex={-1}>{words[door].title}</h1>
            <p class="lead">{words[door].lead}</p>
            {error !== undefined && !atField && (
                <ErrorNotice error={error} {...(error.status === 401 ? { title: 'That did not match' } : {})} />
            )}
            <TextField
                label="E-mail"
                name="email"
                type="email"
                autocomplete="username"
                value={email}
                error={faultOf('/email', email, 'Give your e-mail address.')}
                onInput={setEmail}
            />
            <PasswordField
                label="Password"
                name="password"
                autocomplete={isNew ? 'new-password' : 'current-password'}
                value={password}
                error={faultOf('/password', password, isNew ? 'Choose a password.' : 'Give your password.')}
                {...(isNew ? { hint: 'At least 12 characters. A few words in a row are easy to keep in mind.' } : {})}
                onInput={setPassword}
            />
            {asksCode && (
                <TextField
                    label="Code"
                    name="code"
                    autocomplete="one-time-code"
                    value={code}
                    error={faultOf('/code', code, 'Give the code.')}
                    hint="It stands in what the server printed when it started."
                    onInput={setCode}
                />
            )}
            <button type="submit" class="button button-primary button-wide" aria-disabled={busy}>
                {busy ? 'One moment…' : words[door].button}
            </button>
        </form>
    );
}
