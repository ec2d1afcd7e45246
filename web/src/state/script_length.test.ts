// The length that is shown while a script is edited.

import { describe, expect, it } from 'vitest';
import type { SpokenWords } from '../api/types.ts';
import { lengthOf, roughLength, spokenWords } from './script_length.ts';

const sentences = (count: number): SpokenWords => ({
    language: 'en',
    texts: Array.from({ length: count }, () => 'Bees carry the nectar home, and there they fan it dry.'),
    pace: 1,
    pauses: [],
});

describe('the words that a length is about', () => {
    it('are those that are spoken, in the language that was chosen', () => {
        const script = {
            title: 'Bees',
            language: 'en',
            pace: 1.1,
            scenes: [{ text: '', pause_s: 3 }, { text: ' Bees dance. ', pause_s: 2 }, { text: '…' }],
        };
        expect(spokenWords(script, '')).toEqual({
            language: 'en',
            texts: ['Bees dance.'],
            pace: 1.1,
            pauses: [2],
        });
        expect(spokenWords(script, 'de').language).toBe('de');
        expect(spokenWords({ scenes: [] }, '')).toEqual({ language: '', texts: [], pace: 1, pauses: [] });
    });
});

describe('the length', () => {
    it("is the page's own guess until the server has said something", () => {
        expect(lengthOf(sentences(4), undefined)).toBe(roughLength(sentences(4)));
    });

    it('counts how fast it is spoken, and the silences', () => {
        const usual = roughLength(sentences(4));
        expect(roughLength({ ...sentences(4), pace: 2, pauses: [0, 1.5, 0, 1] })).toBeCloseTo(usual / 2 + 2.5, 5);
    });

    it('is what the server said of these words', () => {
        expect(lengthOf(sentences(4), { words: sentences(4), seconds: 19 })).toBe(19);
    });

    it('goes on from what the server said where words are added or taken away', () => {
        const told = { words: sentences(4), seconds: 19 };
        const one = roughLength(sentences(1));
        expect(lengthOf(sentences(5), told)).toBeCloseTo(19 + one, 5);
        expect(lengthOf(sentences(2), told)).toBeCloseTo(9.5, 5);
        expect(lengthOf(sentences(0), told)).toBe(0);
    });

    it('is not taken from another language, which is spoken at another pace', () => {
        const german = { ...sentences(4), language: 'de' };
        expect(lengthOf(german, { words: sentences(4), seconds: 19 })).toBe(roughLength(german));
    });
});
