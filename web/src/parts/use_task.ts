// A task that is followed while a page shows it; see TaskWatcher. Coming back from sleep or from a dead network looks
// at once.

import { useEffect, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { readTask, taskEventsAddress } from '../api/calls.ts';
import { noteTask } from '../state/running.ts';
import { TaskWatcher, type Watch } from '../state/task_watcher.ts';

export function useTask(id: string): Watch {
    const [watch, setWatch] = useState<Watch>({ task: undefined, link: 'connecting', error: undefined });
    useEffect(() => {
        const watcher = new TaskWatcher({
            openEvents: () => new EventSource(taskEventsAddress(id)),
            askStatus: (signal) => calls.taskStatus(id, signal),
            tell: (next) => {
                if (next.task === undefined) return setWatch(next);
                const task = readTask(next.task);
                noteTask(task);
                return setWatch({ ...next, task });
            },
        });
        const wake = (): void => {
            if (!document.hidden) watcher.wake();
        };
        watcher.start();
        document.addEventListener('visibilitychange', wake);
        addEventListener('online', wake);
        return () => {
            watcher.stop();
            document.removeEventListener('visibilitychange', wake);
            removeEventListener('online', wake);
        };
    }, [id]);
    return watch;
}
