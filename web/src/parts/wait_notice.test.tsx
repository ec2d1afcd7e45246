// What somebody who waits is told, beyond their turn.

import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readTask } from '../api/calls.ts';
import type { Role, TaskStatus } from '../api/types.ts';
import { session } from '../state/session.ts';
import { WaitNotice } from './wait_notice.tsx';

afterEach(() => {
    cleanup();
    session.value = { state: 'loading' };
});

function signIn(role: Role): void {
    session.value = { state: 'signed in', user: { id: '1', email: 'a@example.org', role, created_at: '' } };
}

function told(change: Partial<TaskStatus>): string {
    const task = readTask({ task_id: '1', state: 'PENDING', ...change } as TaskStatus);
    render(<WaitNotice task={task} />);
    return screen.queryByRole('status')?.textContent ?? '';
}

describe('what is waited for', () => {
    it('is nothing but the turn as a rule', () => {
        expect(told({})).toBe('');
    });

    it('is a worker where none is running', () => {
        expect(told({ no_worker: true })).toContain('mss worker');
    });

    it('is an operator where the queue is paused', () => {
        expect(told({ paused: true })).toContain('The queue is paused');
    });

    it('is the next try after one that failed, and why it did', () => {
        vi.useFakeTimers({ now: Date.parse('2026-11-27T01:02:00Z') });
        const words = told({
            state: 'RETRY',
            last_error: { code: 'unavailable', message: 'the language model did not answer' },
            next_try_at: '2026-11-27T01:02:03Z',
        });
        expect(words).toContain('The language model did not answer.');
        // Each second is seen, and none is read out.
        expect(words).not.toContain('next try');
        screen.getByText(/The next try is at \d\d:\d\d:03, in 3 s\./);
        act(() => void vi.advanceTimersByTime(2000));
        screen.getByText(/in 1 s\./);
        act(() => void vi.advanceTimersByTime(1000));
        screen.getByText('It is about to be tried again.');
        vi.useRealTimers();
    });

    it.each([
        ['owner', 'model', ['Check the language model']],
        ['creator', 'model', ['ask the owner of this server to check the language model']],
        // As where a page or a program of the server's is away: the model has nothing to do with it.
        ['owner', undefined, []],
        ['creator', undefined, []],
    ] as const)('is a model that somebody can look after, which the %s is told (%s)', (role, cause, words) => {
        signIn(role);
        told({ state: 'RETRY', last_error: { code: 'unavailable', message: 'no answer', ...(cause && { cause }) } });
        const all = document.body.textContent;
        for (const word of words) expect(all).toContain(word);
        expect(all.match(/language model/g) ?? []).toHaveLength(words.length);
    });

    it('is nothing any more once it is made or stopped', () => {
        expect(told({ state: 'PROGRESS', no_worker: true })).toBe('');
        expect(told({ no_worker: true, cancel_requested: true })).toBe('');
    });
});
