// Where toasts appear. Each stays while the pointer or the focus is on it, so that Undo can be reached in peace.

import { useEffect, useState } from 'preact/hooks';
import { dismissToast, toasts, toastSeconds, type Toast } from '../state/toasts.ts';
import { Icon } from './icon.tsx';

export function ToastArea() {
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
        const timer = setTimeout(() => dismissToast(toast.id), toastSeconds * 1000);
        return () => clearTimeout(timer);
    }, [held]);
    const act = (): void => {
        dismissToast(toast.id);
        toast.action?.run();
    };
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
                <button type="button" class="toast-action" onClick={act}>
                    {toast.action.label}
                </button>
            )}
            <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
                <Icon name="close" />
            </button>
        </div>
    );
}
