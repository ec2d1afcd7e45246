// The videos that are not finished yet, for the header and the library: those that are being made, and those that wait
// for it. Asked for often while there are some and somebody looks, seldom otherwise.

import { computed, signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import type { TaskStatus } from '../api/types.ts';
import { session } from './session.ts';
import { isFinal } from './task_watcher.ts';

export const running = signal<readonly TaskStatus[]>([]);

/** How many there are of either kind. */
export const runningCounts = computed(() => {
    const waiting = running.value.filter(isWaiting).length;
    return { making: running.value.length - waiting, waiting };
});

/** Nobody works on it just now: its turn has not come, or not come again. */
export function isWaiting(task: TaskStatus): boolean {
    return task.state === 'PENDING' || task.state === 'RETRY';
}

/**
 * What a page has just heard of a task, for all who tell of it, so that no two of them say different things. Where it
 * has become something else, a list that is still on its way is older.
 */
export function noteTask(task: TaskStatus): void {
    const known = running.value.find((one) => one.task_id === task.task_id);
    if (known === undefined && isFinal(task.state)) return;
    const others = running.value.filter((one) => one !== known);
    if (isFinal(task.state)) running.value = others;
    else if (known === undefined) running.value = [task, ...others];
    else running.value = running.value.map((one) => (one === known ? task : one));
    if (known?.state !== task.state) void refreshRunning();
}

const busyMs = 3000;
const idleMs = 30_000;
let timer: ReturnType<typeof setTimeout> | undefined;

let round = 0;

export async function refreshRunning(): Promise<void> {
    clearTimeout(timer);
    const mine = ++round;
    if (session.value.state !== 'signed in') {
        running.value = [];
        return;
    }
    try {
        const tasks = await calls.unfinishedTasks();
        // An answer that a later question overtook may be another person's.
        if (mine !== round) return;
        running.value = tasks;
    } catch {
        // The pages themselves tell when the server is away; this only looks again later.
    }
    if (mine !== round) return;
    if (!document.hidden) timer = setTimeout(() => void refreshRunning(), running.value.length > 0 ? busyMs : idleMs);
}

export function keepRunningFresh(): void {
    session.subscribe(() => void refreshRunning());
    document.addEventListener('visibilitychange', () => {
        if (!document.hidden) void refreshRunning();
    });
}
