// One's own password, for everybody.

import { useRef, useState } from 'preact/hooks';
import * as calls from '../../api/calls.ts';
import { asApiError, type ApiError } from '../../api/problem.ts';
import type { User } from '../../api/types.ts';
import { PasswordField } from '../../parts/field.tsx';
import { ErrorNotice } from '../../parts/notice.tsx';
import { useShowFault } from '../../parts/use_show_fault.ts';
import { showToast } from '../../state/toasts.ts';

export function PasswordSection({ user }: { user: User }) {
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
