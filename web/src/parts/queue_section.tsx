// The queues and who works on them, for those who operate the server.

import { useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError } from '../api/problem.ts';
import type { Queue, QueueList, User, Worker } from '../api/types.ts';
import { plural } from '../format/numbers.ts';
import { showToast } from '../state/toasts.ts';
import { useLoaded } from './hooks.ts';
import { ErrorNotice, Skeleton } from './notice.tsx';

export function QueueSection({ user }: { user: User }) {
    const { value, error, reload } = useLoaded('queues', calls.queues);
    const [changed, setChanged] = useState<QueueList>();
    const list = changed ?? value;
    const mayChange = user.role === 'operator' || user.role === 'owner';
    const change = async (queue: Queue): Promise<void> => {
        try {
            setChanged(await (queue.paused ? calls.resumeQueue(queue.name) : calls.pauseQueue(queue.name)));
        } catch (thrown) {
            showToast({ text: asApiError(thrown).message, tone: 'error' });
        }
    };
    return (
        <section class="setting" id="queues" aria-labelledby="queues-title">
            <div class="setting-head">
                <h2 id="queues-title">Queues</h2>
                <p class="quiet">Everybody's videos that wait, and who makes them.</p>
            </div>
            <div class="setting-body">
                {list === undefined && error !== undefined && <ErrorNotice error={error} onRetry={reload} />}
                {list === undefined && error === undefined && <Skeleton label="Loading the queues" shapes={['row']} />}
                {list !== undefined && list.items.length === 0 && <p class="quiet">Nothing waits.</p>}
                {list !== undefined && list.items.length > 0 && (
                    <ul class="queues">
                        {list.items.map((queue) => (
                            <QueueRow key={queue.name} queue={queue} onChange={mayChange ? change : undefined} />
                        ))}
                    </ul>
                )}
                {list !== undefined && <Workers workers={list.workers ?? []} />}
            </div>
        </section>
    );
}

interface QueueRowProps {
    queue: Queue;
    onChange: ((queue: Queue) => Promise<void>) | undefined;
}

function QueueRow({ queue, onChange }: QueueRowProps) {
    return (
        <li class="queue">
            <div>
                <strong>{queue.name}</strong>
                <p class="quiet">
                    {queue.paused && 'Paused · '}
                    {queue.served === false && 'No worker takes it · '}
                    {queue.running} being made, {queue.ready + queue.scheduled} waiting, {queue.dead} failed
                </p>
            </div>
            {onChange !== undefined && (
                <button
                    type="button"
                    class="button button-small"
                    aria-label={`${queue.paused ? 'Resume' : 'Pause'} ${queue.name}`}
                    onClick={() => void onChange(queue)}
                >
                    {queue.paused ? 'Resume' : 'Pause'}
                </button>
            )}
        </li>
    );
}

function Workers({ workers }: { workers: readonly Worker[] }) {
    if (workers.length === 0) {
        return (
            <p class="fixed-note">No worker is running, so nothing is made. Start one with “mss worker” or “mss up”.</p>
        );
    }
    return (
        <p class="quiet">
            {plural(workers.length, 'worker')}: {workers.map((worker) => worker.name).join(', ')}
        </p>
    );
}
