// What is said of videos that come back from the trash.

import { expect, it } from 'vitest';
import type { Video, VideoState } from '../api/types.ts';
import { backWords, mostUnfinished } from './trash_words.ts';

const video = (state: VideoState): Video => ({ title: 'Bees', state }) as Video;

it('says what becomes of one', () => {
    expect(backWords([video('ready')], 0)).toBe('“Bees” is back in the library.');
    expect(backWords([video('waiting')], 1)).toBe('“Bees” is back in the library and waits to be made.');
    expect(backWords([video('cancelled')], 0)).toBe(
        '“Bees” is back in the library. It is cancelled: open it and choose “Make again” to have it made.',
    );
});

it('says why nothing makes what is beyond the limit, and what to do', () => {
    expect(backWords([video('cancelled')], mostUnfinished)).toBe(
        '“Bees” is back in the library. It is not being made, since you have 100 unfinished videos, the most ' +
            'there may be. When one of those is done, open it and choose “Make again”.',
    );
});

it('says how many of several', () => {
    expect(backWords([video('ready'), video('waiting')], 1)).toBe('2 videos are back in the library.');
    expect(backWords([video('ready'), video('cancelled'), video('cancelled')], 0)).toMatch(
        /^3 videos are back in the library\. 2 of them are cancelled: open each/,
    );
    expect(backWords([video('ready'), video('cancelled')], 0)).toMatch(/library\. 1 of them is cancelled: open it/);
    expect(backWords([video('cancelled'), video('cancelled')], 0)).toMatch(/library\. They are cancelled: open each/);
});
