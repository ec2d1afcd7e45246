// What is wrong with a script that was to become a video: found here, or told by the server. Each fault is told at its
// scene until that scene is another; beside the button stands only where there are some, since they may be far away.

import type { ApiError } from '../api/problem.ts';
import { listed } from '../format/numbers.ts';
import { sentence } from '../format/sentences.ts';
import type { EditedScript, ScriptFault } from './script_editor.ts';

/** "/script/scenes/2/text" is at the third scene. */
export function refusedFaults(error: ApiError, script: EditedScript): ScriptFault[] {
    return error.fieldErrors.flatMap((fault) => {
        const number = /\/scenes\/(\d+)/.exec(fault.pointer)?.[1];
        const scene = number === undefined ? undefined : script.scenes[Number(number)];
        if (scene !== undefined) return [{ where: scene.key, message: sentence(fault.detail) }];
        const [part] = /(?:title|scenes|pronunciations)(?=$|\/)/.exec(fault.pointer) ?? [];
        return part === undefined ? [] : [{ where: part, message: sentence(fault.detail) }];
    });
}

/** Those of `faults` whose words are still as they were in `sent`. */
export function stillWrong(faults: readonly ScriptFault[], sent: EditedScript, now: EditedScript): ScriptFault[] {
    return faults.filter((fault) => wordsAt(sent, fault.where) === wordsAt(now, fault.where));
}

/** "Scenes 3 and 5 need a look."; nothing where the list of scenes is at fault, since it ends above the button. */
export function faultPlaces(faults: readonly ScriptFault[], script: EditedScript): string | undefined {
    const numbers = script.scenes.flatMap((scene, index) =>
        faults.some((fault) => fault.where === scene.key) ? [String(index + 1)] : [],
    );
    const titles = faults.some((fault) => fault.where === 'title') ? ['the title'] : [];
    const said = faults.some((fault) => fault.where === 'pronunciations') ? ['the list of pronunciations'] : [];
    const scenes = numbers.length === 0 ? [] : [`${numbers.length === 1 ? 'scene' : 'scenes'} ${listed(numbers)}`];
    const count = titles.length + numbers.length + said.length;
    if (count === 0) return undefined;
    return sentence(`${listed([...titles, ...scenes, ...said])} ${count === 1 ? 'needs' : 'need'} a look`);
}

function wordsAt(script: EditedScript, where: string): string | undefined {
    if (where === 'title') return script.title;
    if (where === 'pronunciations') return script.pronunciations?.join('\n');
    if (where === 'scenes') return String(script.scenes.length);
    return script.scenes.find((scene) => scene.key === where)?.text;
}
