// The work of the fake server: videos and the tasks that pretend to make them, one at a time, in steps of one pace.
// What came of them stays while the server is stopped and started again.

import { randomUUID } from 'node:crypto';
import type {
    Format,
    Script,
    Stage,
    TaskFailure,
    TaskState,
    TaskStatus,
    Video,
    VideoFile,
    Worker,
} from '../src/api/types.ts';
import { scriptFor } from './fake_content.ts';

export interface FakeVideo {
    id: string;
    owner: string;
    title: string;
    taskId: string;
    createdAt: string;
    trashedAt: string | null;
    /** It was thrown away before it was done. */
    cutShort: boolean;
    script: Script;
    formats: Format[];
    style: string;
    language: string;
    voice: string;
}

export interface FakeTask {
    id: string;
    video: FakeVideo;
    state: TaskState;
    cancelRequested: boolean;
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    /** Steps done of all: one for words, speech and the end each, one for each scene of each cut. */
    step: number;
    failAt: { step: number; error: TaskFailure } | undefined;
    error: TaskFailure | undefined;
}

export interface FileSizes {
    (name: string): number;
}

const stageTitles = {
    words: 'Finding the words',
    speech: 'Speaking the words',
    vertical: 'Drawing the vertical cut',
    wide: 'Drawing the wide cut',
    finish: 'Sound, joining and checks',
} as const;

export class FakeTasks {
    readonly videos: FakeVideo[] = [];
    readonly tasks = new Map<string, FakeTask>();
    /** Called with each task that changed. */
    onChange: (task: FakeTask) => void = () => {};
    paceMs = 60;
    /** The making stands still, for a look at it. */
    paused = false;
    /** No task gets further than this step. */
    lastStep = Infinity;
    /** What the operator did to the queue. */
    queuePaused = false;
    noWorker = false;
    /** Who works, as long as somebody does. */
    workers: Worker[] = [{ name: 'studio:7', concurrency: 1, all_queues: true, queues: [] }];
    private failNext: { step: number; error: TaskFailure } | undefined;
    private timer: NodeJS.Timeout | undefined;

    constructor(private readonly sizeOf: FileSizes) {}

    start(): void {
        this.timer ??= setTimeout(() => this.tick(), this.paceMs);
    }

    stop(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
    }

    /** The next task that is ordered fails after so many steps. */
    failNextAt(step: number, error: TaskFailure): void {
        this.failNext = { step, error };
    }

    order(owner: string, title: string, script: Script, formats: Format[], style: string): FakeTask {
        const video: FakeVideo = {
            id: randomUUID(),
            owner,
            title,
            taskId: '',
            createdAt: new Date().toISOString(),
            trashedAt: null,
            cutShort: false,
            script,
            formats,
            style,
            language: script.language ?? 'en',
            voice: '',
        };
        this.videos.unshift(video);
        return this.begin(video);
    }

    begin(video: FakeVideo): FakeTask {
        const task: FakeTask = {
            id: randomUUID(),
            video,
            state: 'PENDING',
            cancelRequested: false,
            createdAt: new Date().toISOString(),
            startedAt: null,
            finishedAt: null,
            step: 0,
            failAt: this.failNext,
            error: undefined,
        };
        this.failNext = undefined;
        video.taskId = task.id;
        this.tasks.set(task.id, task);
        return task;
    }

    /** A video that is finished already, made so many minutes ago. */
    seed(owner: string, title: string, minutesAgo: number, formats: Format[] = ['vertical', 'wide']): FakeVideo {
        const task = this.order(owner, title, scriptFor(title, 'en'), formats, 'aurora');
        task.step = this.stepsOf(task);
        task.state = 'SUCCESS';
        task.finishedAt = new Date().toISOString();
        task.video.createdAt = new Date(Date.now() - minutesAgo * 60_000).toISOString();
        return task.video;
    }

    taskOf(video: FakeVideo): FakeTask {
        const task = this.tasks.get(video.taskId);
        if (task === undefined) throw new Error(`video ${video.id} has no task`);
        return task;
    }

    cancel(task: FakeTask): void {
        if (isFinal(task.state)) return;
        task.cancelRequested = true;
        if (task.state === 'PENDING') this.end(task, 'REVOKED');
        else this.onChange(task);
    }

    unfinished(owner: string): FakeTask[] {
        return this.videos
            .filter((video) => video.owner === owner)
            .map((video) => this.taskOf(video))
            .filter((task) => !isFinal(task.state));
    }

    private tick(): void {
        if (!this.paused && !this.queuePaused && !this.noWorker) {
            const waiting = [...this.tasks.values()].filter((task) => !isFinal(task.state));
            const current = waiting.find((task) => task.state === 'PROGRESS') ?? waiting[0];
            if (current !== undefined) this.advance(current);
        }
        this.timer = setTimeout(() => this.tick(), this.paceMs);
    }

    private advance(task: FakeTask): void {
        if (task.cancelRequested) return this.end(task, 'REVOKED');
        if (task.state === 'PENDING') {
            task.state = 'PROGRESS';
            task.startedAt = new Date().toISOString();
            return this.onChange(task);
        }
        if (task.step >= this.lastStep) return;
        task.step += 1;
        if (task.failAt !== undefined && task.step >= task.failAt.step) {
            task.error = task.failAt.error;
            return this.end(task, 'FAILURE');
        }
        if (task.step >= this.stepsOf(task)) return this.end(task, 'SUCCESS');
        this.onChange(task);
    }

    private end(task: FakeTask, state: TaskState): void {
        task.state = state;
        task.finishedAt = new Date().toISOString();
        this.onChange(task);
        // Those that wait have moved up.
        for (const other of this.tasks.values()) if (other.state === 'PENDING') this.onChange(other);
    }

    private stepsOf(task: FakeTask): number {
        return 3 + task.video.formats.length * task.video.script.scenes.length;
    }

    taskView(task: FakeTask): TaskStatus {
        const { video } = task;
        const complete = task.state === 'SUCCESS';
        const steps = this.stepsOf(task);
        const stages = this.stagesOf(task);
        const running = stages.find((stage) => stage.state === 'running');
        const view: TaskStatus = {
            task_id: task.id,
            video_id: video.id,
            title: video.title,
            state: task.state,
            status: statusWords[task.state],
            queue_position: task.state === 'PENDING' ? this.positionOf(task) : null,
            no_worker: this.noWorker && (task.state === 'PENDING' || task.state === 'RETRY'),
            paused: this.queuePaused && task.state === 'PENDING',
            attempt: task.state === 'RETRY' ? 1 : 0,
            next_try_at: task.state === 'RETRY' ? new Date(Date.now() + 12_000).toISOString() : null,
            last_error: task.state === 'RETRY' ? (task.error ?? null) : null,
            cancel_requested: task.cancelRequested,
            created_at: task.createdAt,
            started_at: task.startedAt,
            finished_at: task.finishedAt,
            meta: {
                step: complete ? 'done' : (running?.name ?? ''),
                percent: complete ? 100 : (task.step / steps) * 100,
                eta_s: task.state === 'PROGRESS' && task.step > 1 ? (steps - task.step) * 3 : null,
                note: noteOf(running),
                stages,
                scenes: task.step === 0 ? [] : this.scenesOf(task, stages),
            },
        };
        if (task.error !== undefined && task.state === 'FAILURE') view.error = task.error;
        return view;
    }

    private positionOf(task: FakeTask): number {
        const before = [...this.tasks.values()].filter((other) => !isFinal(other.state));
        return before.indexOf(task);
    }

    private stagesOf(task: FakeTask): Stage[] {
        const names = ['words', 'speech', ...task.video.formats, 'finish'] as const;
        let left = task.state === 'SUCCESS' ? Number.POSITIVE_INFINITY : task.step;
        const begun = task.state !== 'PENDING';
        let running = begun && task.state !== 'SUCCESS';
        return names.map((name) => {
            const total = name === 'vertical' || name === 'wide' ? task.video.script.scenes.length : 1;
            const done = Math.min(left, total);
            left -= done;
            const state = done === total ? 'done' : running ? 'running' : 'waiting';
            if (state === 'running') running = false;
            return { name, title: stageTitles[name], state, done, total };
        });
    }

    private scenesOf(task: FakeTask, stages: Stage[]): TaskStatus['meta']['scenes'] {
        return task.video.script.scenes.map((scene, index) => {
            const previews: Partial<Record<Format, string>> = {};
            let rendering = false;
            let done = true;
            for (const format of task.video.formats) {
                const stage = stages.find((one) => one.name === format);
                if (stage !== undefined && index < stage.done) {
                    previews[format] = `/api/v1/videos/${task.video.id}/previews/${format}-${index + 1}.jpg`;
                } else done = false;
                rendering ||= stage?.state === 'running' && index === stage.done;
            }
            const state = done ? 'done' : rendering && task.state === 'PROGRESS' ? 'rendering' : 'waiting';
            return { number: index + 1, text: scene.text, state, previews };
        });
    }

    videoView(video: FakeVideo): Video {
        const task = this.taskOf(video);
        const ready = task.state === 'SUCCESS';
        const files = ready ? this.filesOf(video) : [];
        const drawn = ready || task.step > 2;
        const picture = ready ? `files/${thumbnailOf(video)}` : `previews/${cutOf(video)}-1.jpg`;
        const view: Video = {
            id: video.id,
            title: video.title,
            state: videoStates[task.state],
            task_id: task.id,
            created_at: video.createdAt,
            finished_at: task.finishedAt,
            trashed_at: video.trashedAt,
            duration_s: ready ? 28.97 : null,
            bytes: files.reduce((sum, file) => sum + file.bytes, 0),
            sample: false,
            has_script: task.step > 0 || task.state !== 'FAILURE',
            notices: video.script.notices ?? [],
            language: video.language,
            style: video.style,
            voice: video.voice,
            formats: video.formats,
            thumbnail: drawn ? `/api/v1/videos/${video.id}/${picture}` : null,
            files,
            sources: video.script.sources ?? [],
        };
        if (task.error !== undefined) view.error = task.error;
        return view;
    }

    private filesOf(video: FakeVideo): VideoFile[] {
        const file = (name: string, kind: VideoFile['kind'], type: string, size = {}): VideoFile => ({
            name,
            kind,
            bytes: this.sizeOf(name),
            type,
            url: `/api/v1/videos/${video.id}/files/${name}`,
            ...size,
        });
        const cuts = video.formats.map((format) =>
            file(
                `${format}.mp4`,
                format,
                'video/mp4',
                format === 'vertical' ? { width: 1080, height: 1920 } : { width: 1920, height: 1080 },
            ),
        );
        const thumbnail = (format: Format, name: string): VideoFile[] =>
            video.formats.includes(format) ? [file(name, 'thumbnail', 'image/jpeg')] : [];
        return [
            ...cuts,
            ...thumbnail('wide', 'thumbnail-1.jpg'),
            ...thumbnail('vertical', 'thumbnail-1-vertical.jpg'),
            file('captions.vtt', 'captions', 'text/vtt; charset=utf-8'),
            file('script.json', 'script', 'application/json'),
        ];
    }
}

/** The wide one, where there is one. */
const cutOf = (video: FakeVideo): Format => (video.formats.includes('wide') ? 'wide' : 'vertical');
const thumbnailOf = (video: FakeVideo): string =>
    cutOf(video) === 'wide' ? 'thumbnail-1.jpg' : 'thumbnail-1-vertical.jpg';

export function isFinal(state: TaskState): boolean {
    return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

const statusWords: Record<TaskState, string> = {
    PENDING: 'Waiting...',
    RETRY: 'Waiting...',
    STARTED: 'Processing...',
    PROGRESS: 'Processing...',
    SUCCESS: 'Complete',
    FAILURE: 'Failed',
    REVOKED: 'Cancelled',
};

const videoStates: Record<TaskState, Video['state']> = {
    PENDING: 'waiting',
    RETRY: 'waiting',
    STARTED: 'making',
    PROGRESS: 'making',
    SUCCESS: 'ready',
    FAILURE: 'failed',
    REVOKED: 'cancelled',
};

function noteOf(stage: Stage | undefined): string {
    return stage !== undefined && stage.total > 1 ? `scene ${stage.done + 1} of ${stage.total}` : '';
}
