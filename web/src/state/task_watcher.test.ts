// The watcher against a server that streams, breaks, comes back and ends, on a clock of the test.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { networkError, problemFrom } from '../api/problem.ts';
import type { TaskState, TaskStatus } from '../api/types.ts';
import { answersUntilRetry, askEveryMs, quietMs, TaskWatcher, type Watch } from './task_watcher.ts';

class PretendedStream extends EventTarget {
    closed = false;

    close(): void {
        this.closed = true;
    }

    tell(task: TaskStatus): void {
        this.dispatchEvent(new MessageEvent('status', { data: JSON.stringify(task) }));
    }

    fail(): void {
        this.dispatchEvent(new Event('error'));
    }
}

function at(percent: number, state: TaskState = 'PROGRESS'): TaskStatus {
    return { task_id: 't', state, meta: { percent } } as TaskStatus;
}

let streams: PretendedStream[];
let seen: Watch[];
const ask = vi.fn<(signal: AbortSignal) => Promise<TaskStatus>>();
let watcher: TaskWatcher;

const newest = (): PretendedStream => streams[streams.length - 1]!;
const last = (): Watch => seen[seen.length - 1]!;

beforeEach(() => {
    vi.useFakeTimers();
    streams = [];
    seen = [];
    ask.mockReset();
    watcher = new TaskWatcher({
        openEvents: () => {
            streams.push(new PretendedStream());
            return newest();
        },
        askStatus: ask,
        tell: (watch) => seen.push(watch),
    });
    watcher.start();
});
afterEach(() => {
    watcher.stop();
    vi.useRealTimers();
});

describe('TaskWatcher', () => {
    it('follows the stream without asking, and stops at the end', async () => {
        newest().tell(at(10));
        newest().tell(at(60));
        expect(last()).toMatchObject({ link: 'live', task: { meta: { percent: 60 } } });
        newest().tell(at(100, 'SUCCESS'));
        expect(last().link).toBe('over');
        expect(newest().closed).toBe(true);
        await vi.advanceTimersByTimeAsync(10 * quietMs);
        expect(ask).not.toHaveBeenCalled();
        expect(streams).toHaveLength(1);
    });

    it.each(['SUCCESS', 'FAILURE', 'REVOKED'] as const)(
        'asks every two seconds after an error, until %s',
        async (end) => {
            newest().tell(at(10));
            ask.mockResolvedValueOnce(at(20)).mockResolvedValueOnce(at(30)).mockResolvedValueOnce(at(40, end));
            newest().fail();
            expect(newest().closed).toBe(true);
            await vi.advanceTimersByTimeAsync(0);
            expect(last()).toMatchObject({ link: 'asking', task: { meta: { percent: 20 } } });
            await vi.advanceTimersByTimeAsync(askEveryMs);
            expect(last().task!.meta.percent).toBe(30);
            await vi.advanceTimersByTimeAsync(askEveryMs);
            expect(last()).toMatchObject({ link: 'over', task: { state: end } });
            await vi.advanceTimersByTimeAsync(10 * quietMs);
            expect(ask).toHaveBeenCalledTimes(3);
        },
    );

    it('goes on asking while the server is away, and goes back to the stream', async () => {
        newest().tell(at(10));
        ask.mockRejectedValueOnce(networkError()).mockRejectedValueOnce(networkError()).mockResolvedValue(at(30));
        newest().fail();
        await vi.advanceTimersByTimeAsync(askEveryMs);
        expect(last()).toMatchObject({ link: 'lost', task: { meta: { percent: 10 } } });
        await vi.advanceTimersByTimeAsync(askEveryMs);
        expect(last().link).toBe('asking');
        expect(streams).toHaveLength(1);
        await vi.advanceTimersByTimeAsync((answersUntilRetry - 1) * askEveryMs);
        expect(streams).toHaveLength(2);
        newest().tell(at(50));
        expect(last()).toMatchObject({ link: 'live', task: { meta: { percent: 50 } } });
        const asked = ask.mock.calls.length;
        await vi.advanceTimersByTimeAsync(quietMs - 1);
        expect(ask).toHaveBeenCalledTimes(asked);
    });

    it('keeps asking while the new stream has said nothing', async () => {
        ask.mockResolvedValue(at(30));
        newest().fail();
        await vi.advanceTimersByTimeAsync(answersUntilRetry * askEveryMs);
        const asked = ask.mock.calls.length;
        expect(streams).toHaveLength(2);
        await vi.advanceTimersByTimeAsync(3 * askEveryMs);
        expect(ask.mock.calls.length).toBe(asked + 3);
        expect(streams).toHaveLength(2);
    });

    it('drops an answer that an event has overtaken', async () => {
        let give: (task: TaskStatus) => void = () => {};
        ask.mockImplementation(() => new Promise((resolve) => (give = resolve)));
        newest().tell(at(40));
        await vi.advanceTimersByTimeAsync(quietMs);
        expect(ask).toHaveBeenCalledOnce();
        newest().tell(at(70));
        give(at(40));
        await vi.advanceTimersByTimeAsync(0);
        expect(last().task!.meta.percent).toBe(70);
    });

    it('notices a connection that died without a word', async () => {
        newest().tell(at(10));
        ask.mockRejectedValueOnce(networkError()).mockResolvedValue(at(20));
        await vi.advanceTimersByTimeAsync(quietMs);
        expect(newest().closed).toBe(true);
        await vi.advanceTimersByTimeAsync(askEveryMs);
        expect(last()).toMatchObject({ link: 'asking', task: { meta: { percent: 20 } } });
    });

    it('looks at once when woken', async () => {
        newest().tell(at(10));
        ask.mockResolvedValue(at(90));
        watcher.wake();
        await vi.advanceTimersByTimeAsync(0);
        expect(streams.map((stream) => stream.closed)).toEqual([true, false]);
        expect(last().task!.meta.percent).toBe(90);
    });

    it('sleeps on when woken after the end', () => {
        newest().tell(at(100, 'SUCCESS'));
        watcher.wake();
        expect(streams).toHaveLength(1);
        expect(ask).not.toHaveBeenCalled();
    });

    it('gives up where there is no such task', async () => {
        ask.mockRejectedValue(problemFrom(404, '', null));
        newest().fail();
        await vi.advanceTimersByTimeAsync(10 * askEveryMs);
        expect(last()).toMatchObject({ link: 'over', error: { status: 404 } });
        expect(ask).toHaveBeenCalledOnce();
    });

    it('says nothing more once it is stopped', async () => {
        ask.mockResolvedValue(at(20));
        newest().fail();
        watcher.stop();
        await vi.advanceTimersByTimeAsync(10 * askEveryMs);
        expect(seen).toEqual([]);
    });

    it('ignores an event that is no task', () => {
        newest().dispatchEvent(new MessageEvent('status', { data: '{"task' }));
        expect(seen).toEqual([]);
    });
});
