// What makers read of a video that failed.

import { expect, it } from 'vitest';
import { failureWords } from './failure_words.ts';

const processTalk = /process|signal|child|quarantin|exit code/i;

it.each([
    ['crashed', 'the task process ended: signal 11 (Segmentation fault)'],
    ['quarantined', 'its process crashed 3 times, the last time: the task process ended: signal 9 (Killed)'],
    ['unavailable', 'the media process ended: exit code 3'],
    ['unavailable', 'the media process has ended'],
    ['timeout', 'the media process made no progress in time'],
    ['timed_out', 'it made no progress for 600 s'],
    ['soft_timed_out', 'it took longer than its time limit'],
])('tells of a program that broke off (%s) without a word of processes', (code, message) => {
    const words = failureWords({ code, message });
    expect(`${words.happened} ${words.tried} ${words.next}`).not.toMatch(processTalk);
    expect(words.next).toMatch(/^Try again/);
    expect(words.technical.toLowerCase()).toBe(`${message}.`.toLowerCase());
});

it('says that it was tried again by itself, where it was', () => {
    expect(failureWords({ code: 'quarantined', message: 'its process crashed 3 times' }).tried).toMatch(/begun again/);
    expect(failureWords({ code: 'crashed', message: 'its process crashed' }).tried).toBe('');
});

it('leaves what is said for people as it is', () => {
    const message = 'The sound was too quiet in two places: -23 LUFS.';
    const words = failureWords({ code: 'gate_failed', message });
    expect(words).toEqual({ happened: message, tried: '', next: '', help: 'if again', technical: '' });
    expect(failureWords({ code: 'unavailable', message: 'the language model did not answer' }).happened).toBe(
        'The language model did not answer.',
    );
    expect(failureWords(undefined).happened).toBe('The server did not say why.');
});

it.each([
    ['no_material', 'nothing honest to say about "How the peace process ended": no starter script answers it.'],
    ['invalid', 'There is no voice "signal 9".'],
])('leaves alone what is quoted of whoever asked (%s)', (code, message) => {
    const words = failureWords({ code, message });
    expect(words.happened.toLowerCase()).toBe(message.toLowerCase());
    expect(words.help).toBe('none');
});

it('knows whose help there is', () => {
    const helpOf = (code: string, cause?: string): string =>
        failureWords({ code, message: 'It failed.', ...(cause === undefined ? {} : { cause }) }).help;
    expect(helpOf('unavailable', 'model')).toBe('model');
    expect(helpOf('unavailable')).toBe('if again');
    expect(helpOf('internal')).toBe('if again');
    expect(helpOf('io')).toBe('first');
    expect(helpOf('too_large')).toBe('none');
});
