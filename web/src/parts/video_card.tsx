// A video in the library: its picture, what it is, how it stands. One that is being made shows how far.

import { useState } from 'preact/hooks';
import type { TaskStatus, Video, VideoState } from '../api/types.ts';
import { ago, exactTime, timeLeft } from '../format/numbers.ts';
import { makePath, videoPath } from '../state/router.ts';
import { isWaiting } from '../state/running.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';
import { factsOf } from './video_details.tsx';

interface VideoCardProps {
    video: Video;
    task: TaskStatus | undefined;
    now: number;
    onTrash: () => void;
}

export function VideoCard({ video, task, now, onTrash }: VideoCardProps) {
    const unfinished = video.state === 'making' || video.state === 'waiting';
    return (
        <li class={`card card-${video.state}`} data-item={video.id}>
            <CardPicture video={video} task={task} />
            <div class="card-words">
                <h2 class="card-title">
                    <Link to={unfinished ? makePath(video.task_id) : videoPath(video.id)}>{video.title}</Link>
                </h2>
                <p class="card-facts">
                    <StateWord state={stateNow(video, task)} />
                    {factsOf(video) !== '' && <span>{factsOf(video)}</span>}
                    <time dateTime={video.created_at} title={exactTime(video.created_at)}>
                        {ago(video.created_at, now)}
                    </time>
                </p>
            </div>
            <button
                type="button"
                class="tool card-tool"
                data-tool="delete"
                aria-label={`Delete ${video.title}`}
                title="Delete"
                onClick={onTrash}
            >
                <Icon name="remove" />
            </button>
        </li>
    );
}

export function CardPicture({ video, task }: { video: Video; task?: TaskStatus | undefined }) {
    return (
        <div class="card-picture">
            {video.thumbnail === null ? (
                <Icon name="film" />
            ) : (
                <WholePicture key={video.thumbnail} url={video.thumbnail} />
            )}
            {stateNow(video, task) === 'making' && (
                <div class="card-progress">
                    <p>
                        {Math.floor(task?.meta.percent ?? 0)} %
                        {task !== undefined && task.meta.eta_s !== null && <span>{timeLeft(task.meta.eta_s)}</span>}
                    </p>
                    <progress max={100} value={task?.meta.percent ?? 0} aria-label={`Progress of ${video.title}`} />
                </div>
            )}
        </div>
    );
}

/** Nothing is cut off from an upright picture: it stands before a dim copy of itself, which fills the rest. */
function WholePicture({ url }: { url: string }) {
    // The picture itself knows: while a video is made, the first one there may be of either cut.
    const [upright, setUpright] = useState(false);
    return (
        <>
            {upright && <img class="card-backdrop" src={url} alt="" />}
            <img
                src={url}
                alt=""
                loading="lazy"
                decoding="async"
                onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setUpright(naturalHeight > naturalWidth)}
            />
        </>
    );
}

/** The task is newer than the list. */
function stateNow(video: Video, task: TaskStatus | undefined): VideoState {
    if (task === undefined) return video.state;
    return isWaiting(task) ? 'waiting' : 'making';
}

function StateWord({ state }: { state: VideoState }) {
    switch (state) {
        case 'waiting':
            return <span class="state">Waiting</span>;
        case 'making':
            return <span class="state state-making">Being made</span>;
        case 'failed':
            return (
                <span class="state state-failed">
                    <Icon name="warning" />
                    Failed
                </span>
            );
        case 'cancelled':
            return <span class="state">Cancelled</span>;
        case 'ready':
            return null;
    }
}
