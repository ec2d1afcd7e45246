// Scripts that give way to each other.

import { afterEach, expect, it } from 'vitest';
import { draft, setScript, startEditing } from './draft.ts';
import { replaceScript } from './replace_script.ts';
import { toasts } from './toasts.ts';

afterEach(() => {
    toasts.value = [];
});

const begin = (title: string): void => startEditing({ title, scenes: [{ text: title }] }, 60);
const undo = (): void => toasts.value.at(-1)!.action!.run();

it('come back, and what they put away by that does too', () => {
    begin('Bees');
    replaceScript(() => begin('Cats'));
    expect(draft.value.script!.title).toBe('Cats');
    undo();
    expect(draft.value.script!.title).toBe('Bees');
    undo();
    expect(draft.value.script!.title).toBe('Cats');
});

it('leave no message where nothing is put away', () => {
    begin('Bees');
    replaceScript(() => setScript(null));
    undo();
    expect(draft.value.script!.title).toBe('Bees');
    expect(toasts.value).toHaveLength(1);
});
