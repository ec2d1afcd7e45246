// Removals that share one Undo.

import { afterEach, expect, it, vi } from 'vitest';
import { dismissToast, toasts } from './toasts.ts';
import { undoGroup } from './undo_group.ts';

afterEach(() => {
    toasts.value = [];
});

const undo = vi.fn();
const group = undoGroup<string>((items) => `Gone: ${items.join(', ')}.`, undo);
const remove = group.tell;
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
    other.tell(1);
    expect(shown()).toEqual(['Gone: b.', '1 numbers']);
});

it('no longer names what came back by another way', () => {
    remove('a');
    remove('b');
    group.forget((item) => item === 'a');
    expect(shown()).toEqual(['Gone: b.']);
    group.forget((item) => item === 'b');
    expect(shown()).toEqual([]);
    group.forget(() => true);
    remove('c');
    expect(shown()).toEqual(['Gone: c.']);
});
