// How long a script takes to say. The server knows best, since it plans the video; what it said last is kept here.
// Until it has answered about newer words, its number goes along with what the page's own, rougher guess makes of the
// change, so that what is shown neither stands still nor jumps.

import { signal } from '@preact/signals';
import type { Script, SpokenWords } from '../api/types.ts';
import { isSpeakable, speakingSeconds } from '../format/words.ts';

interface ToldLength {
    words: SpokenWords;
    seconds: number;
}

/** What the server said last, whichever script it was about. */
export const toldLength = signal<ToldLength | undefined>(undefined);

/** `language`: that somebody chose for it; where empty, its own, which a script of one's own does not name. */
export function spokenWords(script: Pick<Script, 'language' | 'pace' | 'scenes'>, language: string): SpokenWords {
    // A scene that is still empty is none; the server would refuse the whole for it.
    const scenes = script.scenes.filter((scene) => isSpeakable(scene.text.trim()));
    return {
        language: language === '' ? (script.language ?? '') : language,
        texts: scenes.map((scene) => scene.text.trim()),
        pace: script.pace ?? 1,
        pauses: scenes.map((scene) => scene.pause_s ?? 0),
    };
}

/** What the server has just said. */
export function noteLength(words: SpokenWords, seconds: number): void {
    if (Number.isFinite(seconds)) toldLength.value = { words, seconds };
}

export const sameWords = (one: SpokenWords, other: SpokenWords): boolean =>
    JSON.stringify(one) === JSON.stringify(other);

/** In seconds, not rounded. */
export function lengthOf(words: SpokenWords, told: ToldLength | undefined): number {
    const now = roughLength(words);
    if (told === undefined || told.words.language !== words.language) return now;
    if (sameWords(told.words, words)) return told.seconds;
    const then = roughLength(told.words);
    // What was added is guessed; what was taken away goes in proportion, so that nothing is left of nothing.
    return now >= then ? told.seconds + now - then : (told.seconds * now) / then;
}

export const roughLength = ({ texts, language, pace, pauses }: SpokenWords): number =>
    texts.reduce((sum, text) => sum + speakingSeconds(text, language), 0) / pace +
    pauses.reduce((sum, pause) => sum + pause, 0);
