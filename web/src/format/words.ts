// How many words a text has, how long it takes to say, and what a text without a title is called.

import { seconds } from './numbers.ts';

/**
 * Words, as the browser counts them, that the usual voice of a language says in a second, pauses between sentences
 * included: measured on videos made of one paragraph in each language. Another voice may be faster or slower.
 */
const paces: Record<string, number> = {
    en: 2.85,
    de: 2.75,
    fr: 3.25,
    es: 2.8,
    it: 2.8,
    pt: 2.9,
    nl: 2.9,
    sv: 2.75,
    pl: 2.15,
    ru: 2.55,
    tr: 1.9,
    zh: 1.6,
};
const paceOfOthers = 2.5;
const pauseAfterSceneS = 0.4;
/** Further off what was asked for than this share of it, a maker should know. */
const bearable = 0.1;

export function countWords(text: string, language = 'en'): number {
    if (text.trim() === '') return 0;
    // Chinese, Japanese and Thai put no spaces between words.
    if ('Segmenter' in Intl) {
        let count = 0;
        for (const part of segmenter(language).segment(text)) if (part.isWordLike === true) count += 1;
        return count;
    }
    return text.trim().split(/\s+/).length;
}

/** Whether a voice finds anything in it to say: emoji and marks alone are silent. */
export const isSpeakable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Roughly: what is spoken is for the server to know; see state/script_length. */
export function speakingSeconds(text: string, language = 'en'): number {
    const words = countWords(text, language);
    const pace = paces[language.toLowerCase().split('-')[0] ?? ''] ?? paceOfOthers;
    return words === 0 ? 0 : words / pace + pauseAfterSceneS;
}

/** How a script of so many seconds compares with what was asked for; nothing where nobody asked. */
export function comparedWithAsked(spoken: number, asked: number | null): string | undefined {
    if (asked === null || spoken === 0) return undefined;
    if (spoken > asked * (1 + bearable)) return `Longer than the ${seconds(asked)} you asked for.`;
    if (spoken < asked * (1 - bearable)) return `Shorter than the ${seconds(asked)} you asked for.`;
    return `You asked for ${seconds(asked)}.`;
}

const mostTitleWords = 8;
const mostTitleLetters = 60;

/** The title, or what stands for one: the first words of the text that it would stand over. */
export function shownTitle(title: string | undefined, text = ''): string {
    const given = (title ?? '').trim();
    if (given !== '') return given;
    const [sentence = ''] = text.trim().split(/(?<=[.!?…。！？])\s*/u);
    const words = sentence.split(/\s+/);
    let start = words.slice(0, mostTitleWords).join(' ');
    if (start.length > mostTitleLetters) start = [...start].slice(0, mostTitleLetters).join('').trimEnd();
    if (start === '') return 'Untitled video';
    return start === sentence ? start.replace(/[.。]$/u, '') : `${start}…`;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string): Intl.Segmenter {
    const known = segmenters.get(language);
    if (known !== undefined) return known;
    let made: Intl.Segmenter;
    try {
        made = new Intl.Segmenter(language, { granularity: 'word' });
    } catch {
        made = new Intl.Segmenter('en', { granularity: 'word' });
    }
    segmenters.set(language, made);
    return made;
}
