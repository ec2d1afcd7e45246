// Watching a video being made: how far it is, what is done now, the scenes as they come. At its end the video itself,
// or what happened and what to do.

import { useEffect, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { Format, TaskStatus, Video } from '../api/types.ts';
import { ahead, timeLeft } from '../format/numbers.ts';
import { ConfirmDialog } from '../parts/confirm_dialog.tsx';
import { useLoaded, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, ErrorNotice, Notices, Skeleton } from '../parts/notice.tsx';
import { SceneTiles } from '../parts/scene_tiles.tsx';
import { StageList } from '../parts/stage_list.tsx';
import { useTask } from '../parts/use_task.ts';
import { factsOf, VideoDetails } from '../parts/video_details.tsx';
import { WaitNotice } from '../parts/wait_notice.tsx';
import { VideoTrouble } from '../parts/video_trouble.tsx';
import { makePath } from '../state/router.ts';
import { isWaiting, refreshRunning } from '../state/running.ts';
import { showError } from '../state/toasts.ts';
import { isFinal, type Link as LiveLink } from '../state/task_watcher.ts';

export function BoardPage({ task: id }: { task: string }) {
    const { task, link, error } = useTask(id);
    useTitle(task === undefined ? 'Making a video' : titleOf(task));
    const over = task !== undefined && isFinal(task.state);
    useEffect(() => {
        if (over) void refreshRunning();
    }, [over]);
    if (error?.status === 404) return <UnknownTask />;
    if (error !== undefined) return <ErrorNotice wholePage error={error} onRetry={() => location.reload()} />;
    if (task === undefined) {
        return <Skeleton label="Looking for the video" shapes={['title', 'bar', 'tiles']} />;
    }
    return (
        <article class="board">
            <LiveNotice link={link} />
            {over ? <Outcome task={task} /> : <Making task={task} />}
        </article>
    );
}

function UnknownTask() {
    return (
        <>
            <h1 tabIndex={-1} class="only-read-out">
                Not found
            </h1>
            <Empty icon="film" title="There is no such video">
                <p>It may have been deleted for good, or it belongs to somebody else.</p>
                <Link to="/library" class="button button-primary">
                    Go to the library
                </Link>
            </Empty>
        </>
    );
}

function LiveNotice({ link }: { link: LiveLink }) {
    if (link !== 'lost') return null;
    return (
        <p class="notice notice-plain" role="status">
            <Icon name="offline" />
            The server does not answer just now. This page keeps trying; whatever is finished of the video is safe.
        </p>
    );
}

function Making({ task }: { task: TaskStatus }) {
    const { meta } = task;
    const percent = Math.floor(meta.percent);
    const waiting = isWaiting(task);
    const stage = meta.stages.find((one) => one.state === 'running');
    return (
        <>
            <header class="board-head">
                <p class="eyebrow">{waiting ? 'Waiting' : 'Being made'}</p>
                <h1 tabIndex={-1}>{task.title}</h1>
            </header>
            <div class="board-progress">
                <p class="percent" aria-hidden="true">
                    {percent}
                    <span>%</span>
                </p>
                <div class="board-now">
                    <p class="board-stage" aria-live="polite">
                        {stageWords(task, stage?.title)}
                    </p>
                    <p class="quiet">{timeWords(task)}</p>
                </div>
                <CancelButton task={task} />
                <progress class="big-progress" max={100} value={meta.percent} aria-label="Progress of the video" />
            </div>
            <WaitNotice task={task} />
            <Notices notices={meta.notices ?? []} />
            {meta.stages.length > 0 && <StageList stages={meta.stages} />}
            <SceneTiles scenes={meta.scenes} formats={formatsOf(task)} />
        </>
    );
}

function stageWords(task: TaskStatus, stage: string | undefined): string {
    if (task.cancel_requested) return 'Stopping…';
    if (task.state === 'RETRY') return 'It is tried again';
    if (task.state === 'PENDING') {
        if (task.no_worker || task.paused) return 'Waiting';
        return task.queue_position === null ? 'Waiting for its turn' : ahead(task.queue_position);
    }
    return stage ?? 'Getting ready';
}

function timeWords(task: TaskStatus): string {
    if (task.cancel_requested || task.state === 'RETRY') return '';
    // Where nobody works, the notice says what it waits for.
    if (task.state === 'PENDING') return task.no_worker || task.paused ? '' : 'It begins by itself; you may close this page.';
    const parts = [
        task.meta.eta_s === null ? '' : timeLeft(task.meta.eta_s),
        task.meta.note === undefined ? '' : task.meta.note,
    ].filter((part) => part !== '');
    return parts.join(' · ');
}

function CancelButton({ task }: { task: TaskStatus }) {
    const [asking, setAsking] = useState(false);
    const [asked, setAsked] = useState(false);
    const stopping = asked || task.cancel_requested;
    const cancel = async (): Promise<void> => {
        setAsked(true);
        try {
            await calls.cancelTask(task.task_id);
        } catch (thrown) {
            setAsked(false);
            showError(thrown);
        }
    };
    return (
        <>
            <button
                type="button"
                class="button board-cancel"
                aria-disabled={stopping}
                onClick={() => !stopping && setAsking(true)}
            >
                {stopping ? 'Stopping…' : 'Cancel'}
            </button>
            {asking && (
                <ConfirmDialog
                    title="Stop making this video?"
                    confirm="Stop it"
                    keep="Go on making it"
                    onConfirm={() => void cancel()}
                    onClose={() => setAsking(false)}
                >
                    <p>
                        “{task.title}” is {Math.floor(task.meta.percent)} % done.{' '}
                        {task.meta.scenes.length > 0
                            ? 'Its script stays, so you can make it again.'
                            : 'You can have it made again.'}
                    </p>
                </ConfirmDialog>
            )}
        </>
    );
}

function Outcome({ task }: { task: TaskStatus }) {
    const {
        value: video,
        error,
        reload,
    } = useLoaded(`video ${task.video_id} ${task.task_id} ${task.state}`, (signal) => calls.video(task.video_id, signal));
    if (video === undefined) {
        if (error !== undefined) return <ErrorNotice wholePage error={error} onRetry={reload} />;
        return <Skeleton label="Fetching the video" shapes={['title', 'block']} />;
    }
    if (video.task_id !== task.task_id) return <MadeAgain video={video} />;
    if (task.state !== 'SUCCESS')
        return <VideoTrouble video={video} failed={task.state === 'FAILURE'} error={task.error ?? video.error} />;
    return (
        <>
            <header class="board-head">
                <p class="eyebrow eyebrow-done">
                    <Icon name="done" />
                    Ready
                </p>
                <h1 tabIndex={-1}>{video.title}</h1>
                <p class="quiet" role="status">
                    {factsOf(video)}
                </p>
            </header>
            <VideoDetails video={video} />
        </>
    );
}

/** The board of an earlier try, come back to: what that one ended with is no longer what the video is. */
function MadeAgain({ video }: { video: Video }) {
    return (
        <>
            <h1 tabIndex={-1} class="only-read-out">
                {video.title}
            </h1>
            <Empty icon="again" title="This video has been made again since">
                <p>Here you see an earlier try of “{video.title}”.</p>
                <Link to={makePath(video.task_id)} class="button button-primary">
                    Go to the latest
                </Link>
            </Empty>
        </>
    );
}

/** The stages tell which cuts were asked for. */
function formatsOf(task: TaskStatus): Format[] {
    const names = task.meta.stages.map((stage) => stage.name);
    const asked = (['vertical', 'wide'] as const).filter((format) => names.includes(format));
    if (asked.length > 0) return asked;
    const shown = (['vertical', 'wide'] as const).filter((format) =>
        task.meta.scenes.some((scene) => scene.previews[format] !== undefined),
    );
    return shown.length > 0 ? shown : ['vertical'];
}

function titleOf(task: TaskStatus): string {
    switch (task.state) {
        case 'SUCCESS':
            return `Ready: ${task.title}`;
        case 'FAILURE':
            return `Failed: ${task.title}`;
        case 'REVOKED':
            return `Cancelled: ${task.title}`;
        default:
            return isWaiting(task) ? `Waiting: ${task.title}` : `${Math.floor(task.meta.percent)} % · ${task.title}`;
    }
}
