// Several removals one after the other share one message, whose Undo brings them all back.

import { dismissToast, showToast, toasts } from './toasts.ts';

export interface UndoGroup<Item> {
    /** Tells of an item that was removed. */
    tell: (item: Item) => void;
    /** Those that came back by another way are not named any more. */
    forget: (isBack: (item: Item) => boolean) => void;
}

/** `words` names all that can still be taken back, the first removed first. */
export function undoGroup<Item>(
    words: (items: readonly Item[]) => string,
    undo: (items: readonly Item[]) => void,
): UndoGroup<Item> {
    let items: readonly Item[] = [];
    let toast: number | undefined;
    const stillNamed = (): readonly Item[] => (toasts.value.some((shown) => shown.id === toast) ? items : []);
    const show = (named: readonly Item[]): void => {
        if (toast !== undefined) dismissToast(toast);
        items = named;
        if (named.length === 0) return;
        toast = showToast({ text: words(named), action: { label: 'Undo', run: () => undo(named) } });
    };
    return {
        tell: (item) => show([...stillNamed(), item]),
        forget: (isBack) => {
            const named = stillNamed();
            const left = named.filter((item) => !isBack(item));
            if (left.length < named.length) show(left);
        },
    };
}
