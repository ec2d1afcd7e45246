// What is wrong with a script: where, until when, and in a sentence.

import { expect, it } from 'vitest';
import { ApiError } from '../api/problem.ts';
import { editedScript, faultsOf, setText } from './script_editor.ts';
import { faultSentence, refusedFaults, stillWrong } from './script_faults.ts';

const script = editedScript({ title: 'Bees', scenes: [{ text: 'One.' }, { text: '' }, { text: '…' }] });
const keyOf = (at: number): string => script.scenes[at]!.key;

it('tells the first, and how many more', () => {
    const faults = faultsOf(script);
    expect(faultSentence(faults, script)).toBe(
        'Scene 2: Write something here, or delete the scene. 1 more scene needs a look.',
    );
    expect(faultSentence([{ where: 'title', message: 'too long' }], script)).toBe('Too long.');
    expect(faultSentence([], script)).toBeUndefined();
});

it('forgets a fault once its scene is another', () => {
    const faults = faultsOf(script);
    const mended = setText(script, keyOf(1), 'Two.');
    expect(stillWrong(faults, script, mended).map((fault) => fault.where)).toEqual([keyOf(2)]);
    const none = { ...script, scenes: [] };
    expect(stillWrong(faultsOf(none), none, none)).toHaveLength(1);
    expect(stillWrong(faultsOf(none), none, script)).toEqual([]);
});

it('finds the scene that the server names', () => {
    const error = new ApiError({
        type: '/problems/invalid',
        title: 'Wrong',
        status: 422,
        detail: 'Wrong.',
        code: 'invalid',
        errors: [
            { pointer: '/script/scenes/2/text', code: 'invalid', detail: 'This cannot be spoken.' },
            { pointer: '/script/title', code: 'invalid', detail: 'Too long.' },
            { pointer: '/voice', code: 'invalid', detail: 'There is no such voice.' },
        ],
    });
    expect(refusedFaults(error, script)).toEqual([
        { where: keyOf(2), message: 'This cannot be spoken.' },
        { where: 'title', message: 'Too long.' },
    ]);
});
