// What somebody who waits is told, beyond their turn.

import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readTask } from '../api/calls.ts';
import type { TaskStatus } from '../api/types.ts';
import { WaitNotice } from './wait_notice.tsx';

afterEach(cleanup);

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

    it('is nothing any more once it is made or stopped', () => {
        expect(told({ state: 'PROGRESS', no_worker: true })).toBe('');
        expect(told({ no_worker: true, cancel_requested: true })).toBe('');
    });
});
