// One video: played, downloaded, made again, thrown away.

import { useEffect } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { Video } from '../api/types.ts';
import { ago, exactTime } from '../format/numbers.ts';
import { useLoaded, useNow, useStillShown, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, ErrorNotice, Skeleton } from '../parts/notice.tsx';
import { factsOf, VideoDetails } from '../parts/video_details.tsx';
import { VideoTrouble } from '../parts/video_trouble.tsx';
import { makePath, navigate } from '../state/router.ts';
import { isWaiting, running } from '../state/running.ts';
import { restoreFromTrash, trashWithUndo } from '../state/trash.ts';

export function VideoPage({ id }: { id: string }) {
    const { value: video, error, reload } = useLoaded(`video ${id}`, (signal) => calls.video(id, signal));
    useTitle(video?.title ?? 'Video');
    useReloadWhenOver(video, reload);
    if (video === undefined) {
        if (error === undefined) return <Skeleton label="Loading the video" shapes={['title', 'block']} />;
        return error.status === 404 ? <UnknownVideo /> : <ErrorNotice wholePage error={error} onRetry={reload} />;
    }
    return (
        <article class="board">
            <div class="crumb-row">
                <p class="crumb">
                    <Link to={video.trashed_at === null ? '/library' : '/library?trash=1'}>
                        <Icon name="back" />
                        {video.trashed_at === null ? 'Library' : 'Trash'}
                    </Link>
                </p>
                <TrashButton video={video} onRestored={reload} />
            </div>
            {video.state === 'ready' && <Ready video={video} />}
            {isUnfinished(video) && <StillMaking video={video} />}
            {(video.state === 'failed' || video.state === 'cancelled') && (
                <VideoTrouble video={video} failed={video.state === 'failed'} error={video.error} />
            )}
        </article>
    );
}

/** One that is being made becomes something else; whoever keeps the list of those hears of it first. */
function useReloadWhenOver(video: Video | undefined, reload: () => void): void {
    const unfinished = video !== undefined && isUnfinished(video);
    const tasks = running.value;
    useEffect(() => {
        if (unfinished && !tasks.some((task) => task.task_id === video?.task_id)) reload();
    }, [unfinished, tasks]);
}

const isUnfinished = (video: Video): boolean => video.state === 'making' || video.state === 'waiting';

function Ready({ video }: { video: Video }) {
    const now = useNow();
    return (
        <>
            <header class="board-head">
                <h1 tabIndex={-1}>{video.title}</h1>
                <p class="quiet">
                    {factsOf(video)}
                    {'\u00a0· '}
                    <time dateTime={video.created_at} title={exactTime(video.created_at)}>
                        {ago(video.created_at, now)}
                    </time>
                </p>
            </header>
            <VideoDetails video={video} />
        </>
    );
}

function StillMaking({ video }: { video: Video }) {
    const task = running.value.find((one) => one.task_id === video.task_id);
    const waiting = task === undefined ? video.state === 'waiting' : isWaiting(task);
    return (
        <>
            <header class="board-head">
                <p class="eyebrow">{waiting ? 'Waiting' : 'Being made'}</p>
                <h1 tabIndex={-1}>{video.title}</h1>
            </header>
            <p>
                <Link to={makePath(video.task_id)} class="button button-primary">
                    <Icon name="play" />
                    Watch it being made
                </Link>
            </p>
        </>
    );
}

function TrashButton({ video, onRestored }: { video: Video; onRestored: () => void }) {
    const isShown = useStillShown();
    const restore = async (): Promise<void> => {
        await restoreFromTrash([video]);
        onRestored();
    };
    const trash = async (): Promise<void> => {
        if ((await trashWithUndo(video)) && isShown()) navigate('/library');
    };
    if (video.trashed_at !== null) {
        return (
            <button type="button" class="button button-small" onClick={() => void restore()}>
                <Icon name="restore" />
                Restore
            </button>
        );
    }
    return (
        <button
            type="button"
            class="button button-small button-quiet"
            onClick={() => void trash()}
        >
            <Icon name="remove" />
            Delete
        </button>
    );
}

function UnknownVideo() {
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
