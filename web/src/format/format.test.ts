// Numbers, times and words as people read them.

import { describe, expect, it } from 'vitest';
import { firstMark } from './marks.ts';
import { ago, ahead, bytes, clock, listed, plural, seconds, spokenDuration, timeLeft, until } from './numbers.ts';
import { sentence } from './sentences.ts';
import { comparedWithAsked, countWords, shownTitle, speakingSeconds } from './words.ts';

describe('marks', () => {
    it('of HTML and Markdown are found', () => {
        expect(firstMark('A <b>purr</b> is **not** so.')).toBe('<b>');
        expect(firstMark('It is **not** <i>so</i>.')).toBe('**not**');
        expect(firstMark('Read [this](https://x.org/a) now.')).toBe('[this](https://x.org/a)');
        expect(firstMark('Salt &amp; pepper')).toBe('&amp;');
        expect(firstMark(`<a href="${'x'.repeat(60)}">`)).toMatch(/^<a href="x+…$/);
    });

    it('are not seen in plain words', () => {
        for (const text of ['If a < b and c > d', '2 * 3 ** 4', 'Q&A; and R&D', '[sic] (yes)', 'I <3 you', ''])
            expect(firstMark(text)).toBeUndefined();
    });
});

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
        // As the player beside it counts: 64.9 seconds are 1:04.
        expect([0, 28.97, 64.9, 605].map(clock)).toEqual(['0:00', '0:28', '1:04', '10:05']);
        expect([0, 28.97, 64.9, 120].map(seconds)).toEqual(['0 s', '28 s', '1 min 4 s', '2 min']);
        expect(spokenDuration(64.9)).toBe('1 minute 4 seconds');
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

    it('time until something happens', () => {
        const now = Date.parse('2026-11-26T12:00:00.000Z');
        const after = (ms: number): string => until(new Date(now + ms).toISOString(), now);
        expect([11_200, 99_000, 180_000, 0, -5].map(after)).toEqual(['in 12 s', 'in 99 s', 'in 3 min', '', '']);
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

    it('estimates as long as voices take', () => {
        expect(speakingSeconds('')).toBe(0);
        // What a video made of this took to say, in seconds.
        const english =
            'A glacier looks still, but it moves every day. Snow falls on the mountains and stays there. ' +
            'Over the years new snow presses the old snow together until it becomes ice.';
        expect(Math.abs(speakingSeconds(english) - 12)).toBeLessThan(1.2);
        // Other languages have other words.
        const four = 'one two three four';
        expect(speakingSeconds(four, 'pl')).toBeGreaterThan(speakingSeconds(four, 'fr'));
    });

    it('compares with what was asked for, beyond a tenth', () => {
        expect(comparedWithAsked(53, 45)).toBe('Longer than the 45 s you asked for.');
        expect(comparedWithAsked(49, 45)).toBe('You asked for 45 s.');
        expect(comparedWithAsked(40, 45)).toBe('Shorter than the 45 s you asked for.');
        expect(comparedWithAsked(0, 45)).toBeUndefined();
        expect(comparedWithAsked(53, null)).toBeUndefined();
    });

    it('call what has no title by its first words', () => {
        expect(shownTitle(' Bees ', 'They fly.')).toBe('Bees');
        expect(shownTitle('', 'Bees carry nectar home. Then they dry it.')).toBe('Bees carry nectar home');
        expect(shownTitle(undefined, 'How do bees know where the flowers are in spring?')).toBe(
            'How do bees know where the flowers are…',
        );
        expect(shownTitle('', '蜜蜂酿造蜂蜜。它们跳舞。')).toBe('蜜蜂酿造蜂蜜');
        expect(shownTitle('', 'x'.repeat(100))).toBe(`${'x'.repeat(60)}…`);
        expect(shownTitle('  ', ' ')).toBe('Untitled video');
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
