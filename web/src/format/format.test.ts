// Numbers, times and words as people read them.

import { describe, expect, it } from 'vitest';
import { ago, ahead, bytes, clock, listed, plural, spokenDuration, timeLeft } from './numbers.ts';
import { sentence } from './sentences.ts';
import { countWords, speakingSeconds } from './words.ts';

describe('numbers', () => {
    it('sizes', () => {
        expect([0, 1, 999, 1000, 15_518_537, 999_600, 2_500_000_000].map(bytes)).toEqual([
            '0 bytes',
            '1 byte',
            '999 bytes',
            '1 kB',
            '16 MB',
            '1 MB',
            '2.5 GB',
        ]);
    });

    it('lengths', () => {
        expect([0, 28.97, 59.6, 605].map(clock)).toEqual(['0:00', '0:29', '1:00', '10:05']);
        expect([1, 45, 60, 61, 150].map(spokenDuration)).toEqual([
            '1 second',
            '45 seconds',
            '1 minute',
            '1 minute 1 second',
            '2 minutes 30 seconds',
        ]);
    });

    it('time that is left', () => {
        expect([2, 38, 54, 57, 100, 7200].map(timeLeft)).toEqual([
            'a few seconds left',
            'about 40 s left',
            'about 55 s left',
            'about 1 min left',
            'about 2 min left',
            'about 2 hours left',
        ]);
    });

    it('the queue', () => {
        expect([0, 1, 2].map(ahead)).toEqual(['Yours is next', '1 video before yours', '2 videos before yours']);
    });

    it('times that have passed', () => {
        const now = Date.parse('2026-11-26T12:00:00.000Z');
        const before = (seconds: number): string => ago(new Date(now - seconds * 1000).toISOString(), now);
        expect(before(10)).toBe('just now');
        expect(before(300)).toBe('5 minutes ago');
        expect(before(2 * 3600)).toBe('2 hours ago');
        expect(before(86_400)).toBe('yesterday');
        expect(before(30 * 86_400)).toBe('27 Oct 2026');
    });

    it('words', () => {
        expect(plural(1, 'scene')).toBe('1 scene');
        expect(plural(1200, 'scene')).toBe('1,200 scenes');
        expect(listed(['vertical', 'wide'])).toBe('vertical and wide');
    });
});

describe('words', () => {
    it('counts', () => {
        expect(countWords('')).toBe(0);
        expect(countWords(' One jar takes 2,000,000 flowers. ')).toBe(5);
        expect(countWords("It's the bees' honey – all of it!")).toBe(7);
        expect(countWords('蜜蜂酿造蜂蜜', 'zh')).toBeGreaterThan(1);
        expect(countWords('two words', 'not a language')).toBe(2);
    });

    it('estimates', () => {
        expect(speakingSeconds('')).toBe(0);
        const words = Array.from({ length: 79 }, () => 'word').join(' ');
        expect(speakingSeconds(words)).toBeGreaterThan(25);
        expect(speakingSeconds(words)).toBeLessThan(30);
    });
});

describe('sentence', () => {
    it('gives what a server says a beginning and an end', () => {
        expect(sentence('the text is empty')).toBe('The text is empty.');
        expect(sentence('Is it? ')).toBe('Is it?');
        expect(sentence('scenes[3].text: expected a text')).toBe('scenes[3].text: expected a text.');
        expect(sentence(' ')).toBe('');
    });
});
