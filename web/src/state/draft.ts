// What somebody is about to make: the words or the topic, and the script once there is one. Kept in the browser for
// each user, so that a reload, an ended session or a closed window loses nothing.

import { signal } from '@preact/signals';
import type { Format, Script, Topic, WordsOrder } from '../api/types.ts';
import { isRecord, recall, remember } from './memory.ts';
import { editedScript, plainScript, type EditedScript } from './script_editor.ts';

/** What a video that is made again was made with. */
export interface ChoicesOfVideo {
    language?: string;
    style?: string;
    voice?: string;
    formats?: Format[];
}

export type Way = 'topics' | 'topic' | 'text';

export interface Draft {
    way: Way;
    niche: string;
    /** The ideas found last, so that coming back does not ask again. */
    found: Topic[];
    picked: string;
    topic: string;
    text: string;
    script: EditedScript | null;
    /** How many seconds the script was to have when it was written, where somebody said so. */
    asked: number | null;
    /** For this script alone: the next one is made as its maker usually does. */
    remade: ChoicesOfVideo | null;
}

const emptyDraft: Draft = {
    way: 'topics',
    niche: '',
    found: [],
    picked: '',
    topic: '',
    text: '',
    script: null,
    asked: null,
    remade: null,
};
const saveAfterMs = 300;

export const draft = signal<Draft>(emptyDraft);

/** What was changed here since the draft was written last. */
let pending: Partial<Draft> = {};
let keeper: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function setDraft(change: Partial<Draft>): void {
    draft.value = { ...draft.value, ...change };
    pending = { ...pending, ...change };
    // Typing is not slowed by writing each letter to disk.
    clearTimeout(timer);
    timer = setTimeout(saveDraft, saveAfterMs);
}

export function setScript(script: EditedScript | null): void {
    setDraft({ script });
}

/**
 * `asked`: the seconds that it was to have; null where the words are as they are. `remade`: what the video was made
 * with that it is the script of.
 */
export function startEditing(script: Script, asked: number | null, remade: ChoicesOfVideo | null = null): void {
    setDraft({ script: editedScript(script), asked, remade });
}

/**
 * Puts away the script that a video was ordered of. Where the draft holds another by now, since its maker went on
 * writing or began anew, that one stays. Whether one has stayed.
 */
export function putAwayOrdered(sent: EditedScript): boolean {
    const { script } = draft.value;
    if (script === null) return false;
    // Another tab may have written the same, so that it is read anew.
    if (JSON.stringify(plainScript(script)) !== JSON.stringify(plainScript(sent))) return true;
    setDraft({ script: null, remade: null });
    return false;
}

/** Opens the draft of a user; from here on changes are kept under that name. */
export function openDraft(userId: string): void {
    if (keeper === userId) return;
    saveDraft();
    keeper = userId;
    draft.value = { ...emptyDraft, ...recall(`draft.${userId}`, isDraft) };
}

/** Leaving the page writes what is not written yet; what another tab writes is taken over. */
export function keepDraft(): void {
    addEventListener('pagehide', saveDraft);
    addEventListener('storage', (event) => {
        if (keeper === undefined || event.key !== `mss.draft.${keeper}`) return;
        // What is being typed here is newer, and goes to the other tab in a moment.
        draft.value = { ...emptyDraft, ...recall(`draft.${keeper}`, isDraft), ...pending };
    });
}

/** With what another tab has written since. */
function saveDraft(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    if (keeper !== undefined) remember(`draft.${keeper}`, draft.value);
    pending = {};
}

/** The words that the draft holds, or undefined where there are none yet. */
export function wordsOf(current: Draft): Pick<WordsOrder, 'topic' | 'text' | 'url'> | undefined {
    if (current.way === 'text') {
        const text = current.text.trim();
        if (text === '') return undefined;
        const url = linkIn(text);
        return url === undefined ? { text } : { url };
    }
    const topic = (current.way === 'topics' ? current.picked : current.topic).trim();
    return topic === '' ? undefined : { topic };
}

/** A host with a name of letters at its end, and a path: what people copy without the "https://" before it. */
const bareAddress = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$/iu;

/** The address of a page, where a text is nothing else. */
export function linkIn(text: string): string | undefined {
    const given = text.trim();
    if (/^https?:\/\/\S+$/i.test(given)) return given;
    return bareAddress.test(given) ? `https://${given}` : undefined;
}

/** Whether a text is nothing but the address of a page. */
export const isLink = (text: string): boolean => linkIn(text) !== undefined;

function isDraft(value: unknown): value is Partial<Draft> {
    if (!isRecord(value)) return false;
    const script = value['script'];
    return (
        (value['way'] === 'topics' || value['way'] === 'topic' || value['way'] === 'text') &&
        ['niche', 'picked', 'topic', 'text'].every((name) => typeof value[name] === 'string') &&
        Array.isArray(value['found']) &&
        (script === null || isEditedScript(script)) &&
        // Drafts of earlier versions do not have it.
        ['number', 'object', 'undefined'].includes(typeof value['asked']) &&
        (value['remade'] === undefined || value['remade'] === null || isChoices(value['remade']))
    );
}

function isChoices(value: unknown): boolean {
    if (!isRecord(value)) return false;
    const formats = value['formats'];
    return (
        ['language', 'style', 'voice'].every((name) => ['string', 'undefined'].includes(typeof value[name])) &&
        (formats === undefined ||
            (Array.isArray(formats) && formats.every((format) => format === 'vertical' || format === 'wide')))
    );
}

function isEditedScript(value: unknown): boolean {
    if (!isRecord(value) || !Array.isArray(value['scenes'])) return false;
    return value['scenes'].every(
        (scene) => isRecord(scene) && typeof scene['key'] === 'string' && typeof scene['text'] === 'string',
    );
}
