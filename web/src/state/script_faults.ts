// What is wrong with a script that was to become a video: found here, or told by the server. Each fault is shown at its
// scene until that scene is another, and in a sentence beside the button.

import type { ApiError } from '../api/problem.ts';
import { plural } from '../format/numbers.ts';
import { sentence } from '../format/sentences.ts';
import type { EditedScript, ScriptFault } from './script_editor.ts';

/** "/script/scenes/2/text" is at the third scene. */
export function refusedFaults(error: ApiError, script: EditedScript): ScriptFault[] {
    return error.fieldErrors.flatMap((fault) => {
        const number = /\/scenes\/(\d+)/.exec(fault.pointer)?.[1];
        const scene = number === undefined ? undefined : script.scenes[Number(number)];
        if (scene !== undefined) return [{ where: scene.key, message: fault.detail }];
        return fault.pointer.endsWith('/title') ? [{ where: 'title', message: fault.detail }] : [];
    });
}

/** Those of `faults` whose words are still as they were in `sent`. */
export function stillWrong(faults: readonly ScriptFault[], sent: EditedScript, now: EditedScript): ScriptFault[] {
    return faults.filter((fault) => wordsAt(sent, fault.where) === wordsAt(now, fault.where));
}

/** "Scene 3: Write something here.", with how many more there are. */
export function faultSentence(faults: readonly ScriptFault[], script: EditedScript): string | undefined {
    const [first] = faults;
    if (first === undefined) return undefined;
    const number = script.scenes.findIndex((scene) => scene.key === first.where) + 1;
    const said = number === 0 ? sentence(first.message) : `Scene ${number}: ${sentence(first.message)}`;
    const more = faults.length - 1;
    return more === 0 ? said : `${said} ${plural(more, 'more scene')} ${more === 1 ? 'needs' : 'need'} a look.`;
}

function wordsAt(script: EditedScript, where: string): string | undefined {
    if (where === 'title') return script.title;
    if (where === 'scenes') return String(script.scenes.length);
    return script.scenes.find((scene) => scene.key === where)?.text;
}
