// What is wrong with a script: where, and until when.

import { expect, it } from 'vitest';
import { ApiError } from '../api/problem.ts';
import { editedScript, faultsOf, setText } from './script_editor.ts';
import { faultPlaces, refusedFaults, stillWrong } from './script_faults.ts';

const script = editedScript({ title: 'Bees', scenes: [{ text: 'One.' }, { text: '' }, { text: '…' }] });
const keyOf = (at: number): string => script.scenes[at]!.key;

it('says where something is wrong, and not again what', () => {
    const faults = faultsOf(script);
    const inTitle = { where: 'title', message: 'Too long.' };
    expect(faultPlaces(faults, script)).toBe('Scenes 2 and 3 need a look.');
    expect(faultPlaces(faults.slice(1), script)).toBe('Scene 3 needs a look.');
    expect(faultPlaces([inTitle], script)).toBe('The title needs a look.');
    expect(faultPlaces([inTitle, ...faults], script)).toBe('The title and scenes 2 and 3 need a look.');
    expect(faultPlaces([{ where: 'scenes', message: 'Write at least one scene.' }], script)).toBeUndefined();
    expect(faultPlaces([], script)).toBeUndefined();
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
            { pointer: '/script/scenes', code: 'invalid', detail: '201 scenes; at most 200 are allowed' },
            { pointer: '/script/pronunciations/1', code: 'invalid', detail: 'Write it as "word = how to say it".' },
            { pointer: '/voice', code: 'invalid', detail: 'There is no such voice.' },
        ],
    });
    expect(refusedFaults(error, script)).toEqual([
        { where: keyOf(2), message: 'This cannot be spoken.' },
        { where: 'title', message: 'Too long.' },
        { where: 'scenes', message: '201 scenes; at most 200 are allowed.' },
        { where: 'pronunciations', message: 'Write it as "word = how to say it".' },
    ]);
});
