// What a video that is not being made just now waits for, where that is more than its turn: somebody who works, an
// operator, the next try.

import type { TaskStatus } from '../api/types.ts';
import { exactClock, until } from '../format/numbers.ts';
import { failureWords } from '../format/failure_words.ts';
import { isWaiting } from '../state/running.ts';
import { useNow } from './hooks.ts';
import { Icon } from './icon.tsx';
import { LookAfterModel } from './words_away.tsx';

export function WaitNotice({ task }: { task: TaskStatus }) {
    const words = isWaiting(task) && !task.cancel_requested ? waitWords(task) : undefined;
    if (words === undefined) return null;
    return (
        <div class="notice notice-plain">
            <Icon name={words.icon} />
            <div class="notice-words">
                <div role="status" class="notice-words">
                    <p class="notice-title">{words.title}</p>
                    {words.lines.map((line) => (
                        <p key={line}>{line}</p>
                    ))}
                </div>
                {words.nextTryAt !== undefined && <NextTry at={words.nextTryAt} />}
                {words.lacksModel === true && (
                    <div class="actions">
                        <LookAfterModel />
                    </div>
                )}
            </div>
        </div>
    );
}

const secondMs = 1000;

/** Counts down beside what is read out, which it must not be. */
function NextTry({ at }: { at: string }) {
    const left = until(at, useNow(secondMs));
    return <p>{left === '' ? 'It is about to be tried again.' : `The next try is at ${exactClock(at)}, ${left}.`}</p>;
}

interface WaitWords {
    icon: 'warning' | 'clock';
    title: string;
    lines: string[];
    nextTryAt?: string;
    lacksModel?: boolean;
}

function waitWords(task: TaskStatus): WaitWords | undefined {
    if (task.no_worker) {
        return {
            icon: 'warning',
            title: 'Nothing is being made just now',
            lines: [
                'No worker is running. Whoever runs this server starts one with “mss worker” or “mss up”.',
                'Your video is safe and begins by itself then.',
            ],
        };
    }
    if (task.paused) {
        return {
            icon: 'clock',
            title: 'The queue is paused',
            lines: ['An operator has stopped it. Your video goes on when the queue does.'],
        };
    }
    if (task.state === 'RETRY' && task.last_error !== null) {
        const { happened, help } = failureWords(task.last_error);
        return {
            icon: 'warning',
            title: 'The last try failed',
            lines: [happened].filter((line) => line !== ''),
            lacksModel: help === 'model',
            ...(task.next_try_at === null ? {} : { nextTryAt: task.next_try_at }),
        };
    }
    return undefined;
}
