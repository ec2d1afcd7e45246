// What a video that is not being made just now waits for, where that is more than its turn: somebody who works, an
// operator, the next try.

import type { TaskStatus } from '../api/types.ts';
import { exactClock } from '../format/numbers.ts';
import { sentence } from '../format/sentences.ts';
import { isWaiting } from '../state/running.ts';
import { Icon } from './icon.tsx';

export function WaitNotice({ task }: { task: TaskStatus }) {
    const words = isWaiting(task) && !task.cancel_requested ? waitWords(task) : undefined;
    if (words === undefined) return null;
    return (
        <div class="notice notice-plain" role="status">
            <Icon name={words.icon} />
            <div class="notice-words">
                <p class="notice-title">{words.title}</p>
                {words.lines.map((line) => (
                    <p key={line}>{line}</p>
                ))}
            </div>
        </div>
    );
}

interface WaitWords {
    icon: 'warning' | 'clock';
    title: string;
    lines: string[];
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
        const next = task.next_try_at === null ? '' : `The next try is at ${exactClock(task.next_try_at)}.`;
        return {
            icon: 'warning',
            title: 'The last try failed',
            lines: [sentence(task.last_error.message), next].filter((line) => line !== ''),
        };
    }
    return undefined;
}
