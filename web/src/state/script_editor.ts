// A script while it is edited: pure operations, each of which gives a new script. Scenes carry keys, so that a moved
// or restored scene is the same one to the page, with its focus and its place on the screen.

import type { Scene, Script, Visual } from '../api/types.ts';
import { isSpeakable, shownTitle } from '../format/words.ts';

export interface EditedScene extends Scene {
    key: string;
    /** What was planned for the picture, and the words that it was planned for, once these have been changed. */
    planned?: { text: string; visual: Visual };
    /** Whether somebody has decided about the picture, so that changed words no longer do. */
    decided?: boolean;
}

export interface EditedScript extends Omit<Script, 'scenes'> {
    scenes: EditedScene[];
}

export const mostScenes = 200;
const titleKind = 'kinetic_title';
const mostTitleBytes = 400;
const mostSceneBytes = 4000;

let lastKey = 0;
const newKey = (): string => `${Date.now().toString(36)}-${(lastKey += 1)}`;

export function editedScript(script: Script): EditedScript {
    return { ...script, scenes: script.scenes.map((scene) => ({ ...scene, key: newKey() })) };
}

/** A script of one's own, from its first word on. */
export const emptyScript: Script = { title: '', scenes: [{ text: '' }] };

/** A text as it stands, a paragraph a scene: what can be made of it where the server, which reads more, is away. */
export function scriptOfText(text: string): Script {
    const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '));
    return { title: '', scenes: paragraphs.filter((paragraph) => paragraph !== '').map((spoken) => ({ text: spoken })) };
}

/** Whether nothing has been written yet. */
export function isEmptyScript(script: EditedScript): boolean {
    return [script.title ?? '', ...script.scenes.map((scene) => scene.text)].every((text) => text.trim() === '');
}

/** What it is called: by its title, else by its first words. */
export const titleOf = (script: EditedScript): string => shownTitle(script.title, script.scenes[0]?.text);

/** As the server takes it: without keys. */
export function plainScript(script: EditedScript): Script {
    return { ...script, scenes: script.scenes.map(({ key: _, planned: __, decided: ___, ...scene }) => scene) };
}

/** A picture that shows the title shows the new one. */
export function setTitle(script: EditedScript, title: string): EditedScript {
    const retitled = <V extends Visual | undefined>(visual: V): V =>
        showsTitle(visual, script.title) ? { ...visual, headline: title } : visual;
    const scenes = script.scenes.map((scene) => ({
        ...scene,
        ...(scene.visual === undefined ? {} : { visual: retitled(scene.visual) }),
        ...(scene.planned === undefined
            ? {}
            : { planned: { ...scene.planned, visual: retitled(scene.planned.visual) } }),
    }));
    return { ...script, title, scenes };
}

/** A picture that shows words which the scene no longer says goes with them; it is back where they are. */
export function setText(script: EditedScript, key: string, text: string): EditedScript {
    return withScene(script, key, (scene) => {
        const { visual, ...rest } = scene;
        const planned = scene.planned ?? (visual === undefined ? undefined : { text: scene.text, visual });
        if (planned === undefined || scene.decided === true) return { ...scene, text };
        const fits = showsTitle(planned.visual, script.title) || stillSaid(planned.visual, planned.text, text);
        return { ...rest, text, planned, ...(fits ? { visual: planned.visual } : {}) };
    });
}

/** How a scene is said: which words stand out, and how long it is silent after them. */
export function setDelivery(
    script: EditedScript,
    key: string,
    delivery: Pick<Scene, 'emphasis' | 'pause_s'>,
): EditedScript {
    return withScene(script, key, (scene) => ({ ...scene, ...delivery }));
}

/** "Nguyen = win", a line each; nothing of empty lines. */
export const pronunciationsOf = (lines: string): string[] =>
    lines
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');

/** The first line that says no word, or not how to say it. */
export const wrongPronunciation = (lines: readonly string[]): string | undefined =>
    lines.find((line) => {
        const [written, ...said] = line.split('=');
        return !isSpeakable(written ?? '') || !isSpeakable(said.join('='));
    });

/** Leaves the picture of a scene to MSS, which plans it from the words. */
export function planVisual(script: EditedScript, key: string): EditedScript {
    return withScene(script, key, ({ visual, ...scene }) => {
        if (visual === undefined) return scene;
        return { ...scene, planned: scene.planned ?? { text: scene.text, visual }, decided: true };
    });
}

/** The picture that was planned before, whatever the scene says now. */
export function keepVisual(script: EditedScript, key: string): EditedScript {
    return withScene(script, key, (scene) =>
        scene.planned === undefined ? scene : { ...scene, visual: scene.planned.visual, decided: true },
    );
}

export function moveScene(script: EditedScript, key: string, by: -1 | 1): EditedScript {
    const from = indexOf(script, key);
    const to = from + by;
    const scene = script.scenes[from];
    if (scene === undefined || to < 0 || to >= script.scenes.length) return script;
    const scenes = script.scenes.filter((other) => other !== scene);
    scenes.splice(to, 0, scene);
    return { ...script, scenes };
}

/** An empty scene behind the one that `key` names, or at the end. */
export function addScene(script: EditedScript, key?: string): { script: EditedScript; key: string } {
    const scene: EditedScene = { key: newKey(), text: '' };
    const at = key === undefined ? script.scenes.length : indexOf(script, key) + 1;
    return { script: insertScene(script, scene, at), key: scene.key };
}

export interface RemovedScene {
    scene: EditedScene;
    at: number;
}

export function removeScene(script: EditedScript, key: string): { script: EditedScript; removed?: RemovedScene } {
    const at = indexOf(script, key);
    const scene = script.scenes[at];
    if (scene === undefined) return { script };
    const scenes = script.scenes.filter((other) => other !== scene);
    return { script: { ...script, scenes }, removed: { scene, at } };
}

/** Undoes a removal; what was changed elsewhere since then stays. */
export function restoreScene(script: EditedScript, removed: RemovedScene): EditedScript {
    if (indexOf(script, removed.scene.key) >= 0) return script;
    return insertScene(script, removed.scene, Math.min(removed.at, script.scenes.length));
}

export interface ScriptFault {
    /** A scene's key, or "title", or "scenes" for the script as a whole. */
    where: string;
    message: string;
}

/** What the server would refuse, found before anything is sent. */
export function faultsOf(script: EditedScript): ScriptFault[] {
    const faults: ScriptFault[] = [];
    if (byteLength(script.title ?? '') > mostTitleBytes) {
        faults.push({ where: 'title', message: 'The title is too long; some 80 characters are shown.' });
    }
    const wrong = wrongPronunciation(script.pronunciations ?? []);
    if (wrong !== undefined) {
        faults.push({ where: 'pronunciations', message: `Write “${wrong}” as: word = how to say it.` });
    }
    if (script.scenes.length === 0) faults.push({ where: 'scenes', message: 'Write at least one scene.' });
    for (const scene of script.scenes) {
        if (scene.text.trim() === '') {
            faults.push({ where: scene.key, message: 'Write something here, or delete the scene.' });
        } else if (byteLength(scene.text) > mostSceneBytes) {
            faults.push({ where: scene.key, message: 'This is too much for one scene. Split it into several.' });
        } else if (!isSpeakable(scene.text)) {
            faults.push({ where: scene.key, message: 'A scene needs at least one letter or digit.' });
        }
    }
    return faults;
}

function withScene(script: EditedScript, key: string, change: (scene: EditedScene) => EditedScene): EditedScript {
    return { ...script, scenes: script.scenes.map((scene) => (scene.key === key ? change(scene) : scene)) };
}

function insertScene(script: EditedScript, scene: EditedScene, at: number): EditedScript {
    const scenes = [...script.scenes];
    scenes.splice(at, 0, scene);
    return { ...script, scenes };
}

const wordsIn = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Whether the words now say what the picture shows of the words before, and are not quite others. */
function stillSaid(visual: Visual, before: string, now: string): boolean {
    const shown = wordsIn([visual.number, visual.label, visual.headline, ...(visual.items ?? [])].join(' '));
    const saidNow = wordsIn(now);
    const said = [...wordsIn(before)];
    const left = said.filter((word) => saidNow.has(word));
    return said.every((word) => !shown.has(word) || saidNow.has(word)) && left.length * 2 >= said.length;
}

/** Such a picture stands for the whole video, not for what its scene says. */
const showsTitle = (visual: Visual | undefined, title: string | undefined): boolean =>
    visual?.kind === titleKind && visual.headline === title;

const indexOf = (script: EditedScript, key: string): number => script.scenes.findIndex((scene) => scene.key === key);
const byteLength = (text: string): number => new TextEncoder().encode(text).length;
