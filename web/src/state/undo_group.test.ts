// Removals that share one Undo.

import { afterEach, expect, it, vi } from 'vitest';
import { dismissToast, toasts } from './toasts.ts';
import { undoGroup } from './undo_group.ts';

afterEach(() => {
    toasts.value = [];
});

const undo = vi.fn();
const remove = undoGroup<string>((items) => `Gone: ${items.join(', ')}.`, undo);
const shown = (): string[] => toasts.value.map((toast) => toast.text);

it('takes back all that one message names', () => {
    remove('a');
    remove('b');
    remove('c');
    expect(shown()).toEqual(['Gone: a, b, c.']);
    toasts.value[0]!.action!.run();
    expect(undo).toHaveBeenCalledWith(['a', 'b', 'c']);
});

it('begins anew once the message is gone', () => {
    remove('a');
    dismissToast(toasts.value[0]!.id);
    remove('b');
    expect(shown()).toEqual(['Gone: b.']);
    const other = undoGroup<number>((items) => `${items.length} numbers`, undo);
    other(1);
    expect(shown()).toEqual(['Gone: b.', '1 numbers']);
});
