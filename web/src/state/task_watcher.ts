// Follows one task until it ends. Live events come over an EventSource; where that fails, the status is asked for
// every two seconds, and now and then the events are tried again. Survives a restarted server, a sleeping laptop and a
// network that is away: wake() looks at once. Knows nothing of the page.

import { asApiError, type ApiError } from '../api/problem.ts';
import type { TaskState, TaskStatus } from '../api/types.ts';

export type Link = 'connecting' | 'live' | 'asking' | 'lost' | 'over';

export interface Watch {
    task: TaskStatus | undefined;
    link: Link;
    /** Why there is nothing to follow: no such task, or an ended session. */
    error: ApiError | undefined;
}

/** What of an EventSource is used. */
export interface EventStream {
    addEventListener(name: string, listener: (event: Event) => void): void;
    close(): void;
}

export interface WatcherTools {
    openEvents(): EventStream;
    askStatus(signal: AbortSignal): Promise<TaskStatus>;
    tell(watch: Watch): void;
}

export const askEveryMs = 2000;
/** Without an event for so long, the status is asked for: a connection may have died without a word. */
export const quietMs = 20_000;
/** So many answers in a row, and the events are tried again. */
export const answersUntilRetry = 5;

export function isFinal(state: TaskState): boolean {
    return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

export class TaskWatcher {
    private watch: Watch = { task: undefined, link: 'connecting', error: undefined };
    private stream: EventStream | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private asking: AbortController | undefined;
    private answers = 0;
    private stopped = false;

    constructor(private readonly tools: WatcherTools) {}

    start(): void {
        this.openStream();
        this.askLater(quietMs);
    }

    stop(): void {
        this.stopped = true;
        clearTimeout(this.timer);
        this.asking?.abort();
        this.closeStream();
    }

    /** The device woke up, or the network is back. */
    wake(): void {
        if (this.stopped) return;
        this.closeStream();
        this.openStream();
        void this.ask();
    }

    private openStream(): void {
        const stream = this.tools.openEvents();
        this.stream = stream;
        stream.addEventListener('status', (event) => {
            if (this.stream === stream) this.hear(event);
        });
        stream.addEventListener('error', () => {
            if (this.stream === stream) this.fallBack();
        });
    }

    private closeStream(): void {
        this.stream?.close();
        this.stream = undefined;
    }

    private hear(event: Event): void {
        const task = parsed(event);
        if (task === undefined) return;
        // An answer that is still on its way is older than this.
        this.asking?.abort();
        this.answers = 0;
        this.take(task, 'live');
        this.askLater(quietMs);
    }

    private fallBack(): void {
        this.closeStream();
        this.answers = 0;
        void this.ask();
    }

    private askLater(ms: number): void {
        clearTimeout(this.timer);
        if (!this.stopped) this.timer = setTimeout(() => void this.ask(), ms);
    }

    private async ask(): Promise<void> {
        clearTimeout(this.timer);
        this.asking?.abort();
        const asking = new AbortController();
        this.asking = asking;
        try {
            const task = await this.tools.askStatus(asking.signal);
            if (!asking.signal.aborted) this.answered(task);
        } catch (thrown) {
            if (!asking.signal.aborted) this.failed(asApiError(thrown));
        }
    }

    private answered(task: TaskStatus): void {
        const live = this.stream !== undefined && this.watch.link === 'live';
        this.take(task, live ? 'live' : 'asking');
        if (this.stopped) return;
        if (!live) this.answers += 1;
        if (this.stream === undefined && this.answers >= answersUntilRetry) {
            this.answers = 0;
            this.openStream();
        }
        this.askLater(live ? quietMs : askEveryMs);
    }

    private failed(error: ApiError): void {
        this.answers = 0;
        if (error.status === 401 || error.status === 403 || error.status === 404) {
            this.stop();
            this.show({ ...this.watch, link: 'over', error });
            return;
        }
        this.closeStream();
        this.show({ ...this.watch, link: 'lost' });
        this.askLater(askEveryMs);
    }

    private take(task: TaskStatus, link: Link): void {
        const final = isFinal(task.state);
        if (final) this.stop();
        this.show({ task, link: final ? 'over' : link, error: undefined });
    }

    private show(watch: Watch): void {
        this.watch = watch;
        this.tools.tell(watch);
    }
}

function parsed(event: Event): TaskStatus | undefined {
    try {
        return JSON.parse((event as MessageEvent<string>).data) as TaskStatus;
    } catch {
        return undefined;
    }
}
