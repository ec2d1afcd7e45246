// Where toasts appear. Each stays while the pointer or the focus is on it, so that Undo can be reached in peace; and
// outside of text fields, which have an Undo of their own, Control+Z does what the newest toast offers.

import { useEffect, useState } from 'preact/hooks';
import { dismissToast, toasts, toastSeconds, type Toast } from '../state/toasts.ts';
import { Icon } from './icon.tsx';

/** Slow readers, twice over. */
const lettersPerSecond = 8;

export function ToastArea() {
    useEffect(() => {
        addEventListener('keydown', actByKey);
        return () => removeEventListener('keydown', actByKey);
    }, []);
    return (
        <section class="toasts" aria-label="Messages" aria-live="polite">
            {toasts.value.map((toast) => (
                <ToastCard key={toast.id} toast={toast} />
            ))}
        </section>
    );
}

function ToastCard({ toast }: { toast: Toast }) {
    const [held, setHeld] = useState(false);
    useEffect(() => {
        if (held) return undefined;
        const readingSeconds = toast.text.length / lettersPerSecond;
        const timer = setTimeout(() => dismissToast(toast.id), Math.max(toastSeconds, readingSeconds) * 1000);
        return () => clearTimeout(timer);
    }, [held]);
    return (
        <div
            class={`toast toast-${toast.tone}`}
            onPointerEnter={() => setHeld(true)}
            onPointerLeave={() => setHeld(false)}
            onFocusCapture={() => setHeld(true)}
            onBlurCapture={() => setHeld(false)}
        >
            <p>{toast.text}</p>
            {toast.action !== undefined && (
                <button type="button" class="toast-action" aria-keyshortcuts="Control+Z" onClick={() => act(toast)}>
                    {toast.action.label}
                </button>
            )}
            <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
                <Icon name="close" />
            </button>
        </div>
    );
}

function act(toast: Toast): void {
    dismissToast(toast.id);
    toast.action?.run();
}

function actByKey(event: KeyboardEvent): void {
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (
        event.target instanceof Element &&
        event.target.closest('input:not([type="radio"], [type="checkbox"]), textarea')
    ) {
        return;
    }
    const newest = toasts.value.findLast((toast) => toast.action !== undefined);
    if (newest === undefined) return;
    event.preventDefault();
    act(newest);
}
