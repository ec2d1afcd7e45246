// A question before something that cannot be taken back, as the browser's own dialog: focus stays inside, Escape says
// no, and the focus goes back to where it was.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface ConfirmDialogProps {
    title: string;
    children: ComponentChildren;
    confirm: string;
    keep: string;
    onConfirm: () => void;
    onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
    const dialog = useRef<HTMLDialogElement>(null);
    const id = useId();
    useEffect(() => {
        dialog.current?.showModal();
    }, []);
    const answer = (yes: boolean): void => {
        dialog.current?.close();
        if (yes) props.onConfirm();
    };
    return (
        <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={props.onClose}>
            <h2 id={id}>{props.title}</h2>
            <div class="dialog-words">{props.children}</div>
            <div class="actions actions-end">
                <button type="button" class="button" autofocus onClick={() => answer(false)}>
                    {props.keep}
                </button>
                <button type="button" class="button button-danger" onClick={() => answer(true)}>
                    {props.confirm}
                </button>
            </div>
        </dialog>
    );
}
