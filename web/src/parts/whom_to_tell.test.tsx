// Of what went wrong each hears what is for them, once: makers whom to tell, those who run the server where to look.

import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { problemFrom } from '../api/problem.ts';
import type { Role, TaskFailure, Video } from '../api/types.ts';
import { session } from '../state/session.ts';
import { ErrorNotice } from './notice.tsx';
import { VideoTrouble } from './video_trouble.tsx';

afterEach(() => {
    cleanup();
    session.value = { state: 'loading' };
});

function signIn(role: Role): void {
    session.value = { state: 'signed in', user: { id: '1', email: 'a@example.org', role, created_at: '' } };
}

const count = (text: string, words: RegExp): number => (text.match(words) ?? []).length;

describe('a video that failed', () => {
    const video = { title: 'Bees', task_id: 'number-7', trashed_at: null, has_script: false } as Video;
    const told = (role: Role, error: TaskFailure): string => {
        signIn(role);
        return render(<VideoTrouble video={video} failed error={error} />).container.textContent;
    };
    const io = { code: 'io', message: "The server's disk is full or broken. Its log says more." };

    it('sends a maker to whoever runs the server once, with the number', () => {
        const text = told('creator', io);
        expect(text).toContain('Give this number to whoever runs the server, and try again when they have looked: ');
        expect(count(text, /whoever runs/gi)).toBe(1);
        expect(count(text, /number-7/g)).toBe(1);
        const later = told('creator', { code: 'gate_failed', message: 'Too quiet.' });
        expect(count(later, /whoever runs/gi)).toBe(1);
    });

    it.each(['owner', 'operator'] as const)('sends the %s to the disk, and to nobody', (role) => {
        const text = told(role, io);
        expect(text).toContain("Look at the server's disk and its log, then try again.");
        expect(text).not.toMatch(/whoever|\btell\b/i);
        expect(count(text, /number-7/g)).toBe(1);
    });

    it.each(['no_material', 'invalid', 'too_large'])('sends nobody anywhere where the server did well (%s)', (code) => {
        for (const role of ['creator', 'owner'] as const) {
            const text = told(role, { code, message: 'This says too little.' });
            expect(text).not.toMatch(/whoever runs|number-7|log/);
            cleanup();
        }
    });

    it('sends a maker whose model is away to the owner alone', () => {
        const error = { code: 'timeout', message: 'the language model did not answer in time', cause: 'model' };
        const text = told('creator', error);
        expect(text).toContain('ask the owner of this server to check the language model');
        expect(text).not.toMatch(/whoever runs|number-7/);
        cleanup();
        expect(told('owner', error)).toContain('Check the language model');
    });
});

describe('a video whose voice did not speak', () => {
    const video = { title: 'Bees', task_id: 'number-7', trashed_at: null, has_script: true } as Video;
    const error = {
        code: 'forbidden',
        message: 'the voice "openai:alloy" cannot speak: no credit is left for the key in MSS_SPEECH_KEY',
        cause: 'voice',
    };
    const told = (role: Role): Element => {
        signIn(role);
        return render(<VideoTrouble video={video} failed error={error} />).container;
    };

    it.each(['creator', 'owner'] as const)('has another one offered to the %s first, and then another try', (role) => {
        const buttons = [...told(role).querySelectorAll('button')];
        expect(buttons.map((button) => button.textContent)).toEqual(['Choose another voice', 'Try again']);
        expect(buttons.map((button) => button.classList.contains('button-primary'))).toEqual([true, false]);
    });

    it('sends makers to whoever runs the server, who look at the setting', () => {
        expect(told('creator').textContent).toContain('give this number to whoever runs the server');
        cleanup();
        const text = told('owner').textContent;
        expect(text).toContain('Look at the setting, then try again');
        expect(text).not.toContain('whoever runs');
    });
});

describe('a request that failed', () => {
    const told = (role: Role, status: number, problem: object): string => {
        signIn(role);
        const body = JSON.stringify({ title: 'Sorry', instance: 'urn:uuid:number-8', ...problem });
        return render(<ErrorNotice error={problemFrom(status, body, null)} />).container.textContent;
    };
    const ended = 'the media process ended: signal 11 (Segmentation fault)';

    it('because a program broke off gives makers a number, and the rest to those who run the server', () => {
        const maker = told('creator', 503, { code: 'unavailable', detail: ended });
        expect(maker).toContain('Give this number to whoever runs the server: number-8');
        expect(maker).not.toMatch(/process|signal/);
        cleanup();
        for (const role of ['owner', 'operator'] as const) {
            const text = told(role, 503, { code: 'unavailable', detail: ended });
            expect(text).toContain("Its number, in the server's log: number-8");
            expect(text).toContain('The media process ended: signal 11 (Segmentation fault).');
            expect(text).not.toContain('whoever');
            cleanup();
        }
    });

    it('for the disk has a number, too', () => {
        expect(told('creator', 503, { code: 'io', detail: 'The disk is full.' })).toContain('number-8');
    });

    it('for something that who asked can mend, or that passes, has none', () => {
        expect(told('creator', 422, { code: 'invalid', detail: 'Too short.' })).not.toContain('number-8');
        cleanup();
        expect(told('owner', 503, { code: 'busy', detail: 'Many people look for words.' })).not.toContain('number-8');
    });
});
