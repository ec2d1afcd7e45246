// Several removals one after the other share one message, whose Undo brings them all back.

import { dismissToast, showToast, toasts } from './toasts.ts';

/** Tells of each item that is removed; `words` names all that can still be taken back, the first removed first. */
export function undoGroup<Item>(
    words: (items: readonly Item[]) => string,
    undo: (items: readonly Item[]) => void,
): (item: Item) => void {
    let items: readonly Item[] = [];
    let toast: number | undefined;
    return (item) => {
        const isShown = toasts.value.some((shown) => shown.id === toast);
        if (isShown && toast !== undefined) dismissToast(toast);
        const together = isShown ? [...items, item] : [item];
        items = together;
        toast = showToast({ text: words(together), action: { label: 'Undo', run: () => undo(together) } });
    };
}
