// How many words a text has and how long it takes to say, roughly: the voice itself decides.

const wordsPerSecond = 2.9;
const pauseAfterSceneS = 0.4;

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

export function speakingSeconds(text: string, language = 'en'): number {
    const words = countWords(text, language);
    return words === 0 ? 0 : words / wordsPerSecond + pauseAfterSceneS;
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
