// The queues and who works on them, for those who operate the server. It keeps itself up to date while it is looked at.

import { useState } from 'preact/hooks';
import * as calls from '../../api/calls.ts';
import type { Queue, User, Worker } from '../../api/types.ts';
import { listed, plural } from '../../format/numbers.ts';
import { useLoaded, useReloadEvery } from '../../parts/hooks.ts';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice, Skeleton } from '../../parts/notice.tsx';
import { showError } from '../../state/toasts.ts';

const lookEveryMs = 5000;

export function QueueSection({ user }: { user: User }) {
    const loaded = useLoaded('queues', calls.queues);
    useReloadEvery(lookEveryMs, loaded);
    const { value: list, error, reload, put } = loaded;
    const mayChange = user.role === 'operator' || user.role === 'owner';
    const change = async (queue: Queue): Promise<void> => {
        try {
            put(await (queue.paused ? calls.resumeQueue(queue.name) : calls.pauseQueue(queue.name)));
        } catch (thrown) {
            showError(thrown);
            reload();
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
                {list !== undefined && error !== undefined && (
                    <p class="fixed-note">
                        <Icon name="offline" />
                        The server does not answer just now. This is how it was; the page keeps asking.
                    </p>
                )}
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
    const [busy, setBusy] = useState(false);
    const change = async (): Promise<void> => {
        if (busy || onChange === undefined) return;
        setBusy(true);
        await onChange(queue);
        setBusy(false);
    };
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
                    aria-disabled={busy}
                    onClick={() => void change()}
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
            <p class="fixed-note">
                <Icon name="warning" />
                No worker is running, so nothing is made. Start one with “mss worker” or “mss up”.
            </p>
        );
    }
    return (
        <div class="workers">
            <p class="field-label">{plural(workers.length, 'worker')}</p>
            <ul>
                {workers.map((worker) => (
                    <li key={worker.name}>
                        {worker.name} <span class="quiet">({workWords(worker)})</span>
                    </li>
                ))}
            </ul>
        </div>
    );
}

/** "2 videos at once, all queues" */
function workWords(worker: Worker): string {
    const queues = worker.queues ?? [];
    const served = (worker.all_queues ?? queues.length === 0) ? 'all queues' : `only ${listed(queues)}`;
    const except = worker.except_queues ?? [];
    const taken = except.length === 0 ? served : `${served}, but not ${listed(except)}`;
    return worker.concurrency === undefined ? taken : `${plural(worker.concurrency, 'video')} at once, ${taken}`;
}
