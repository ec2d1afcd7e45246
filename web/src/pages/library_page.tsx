// All videos: found by a word, page by page, those in the making with their progress; and the trash.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { Video, VideoPage as VideoList } from '../api/types.ts';
import { ago, plural } from '../format/numbers.ts';
import { ConfirmDialog } from '../parts/confirm_dialog.tsx';
import { useLoaded, useNow, useTitle, type Loaded } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, ErrorNotice, Skeleton } from '../parts/notice.tsx';
import { useFocusAfterRemoval, type TellGoing } from '../parts/use_focus_after_removal.ts';
import { CardPicture, VideoCard } from '../parts/video_card.tsx';
import { query, setQuery, videoPath } from '../state/router.ts';
import { running } from '../state/running.ts';
import { showError, showToast } from '../state/toasts.ts';
import { libraryChanged, libraryChanges, restoreFromTrash, trashWithUndo } from '../state/trash.ts';

const searchAfterMs = 300;

export function LibraryPage() {
    const search = query.value.get('search') ?? '';
    const trash = query.value.get('trash') === '1';
    const page = Math.max(1, Number.parseInt(query.value.get('page') ?? '1', 10) || 1);
    useTitle(trash ? 'Trash' : 'Library');
    const loaded = useLoaded(`${page} ${trash} ${search}`, (signal) =>
        calls.videoHistory({ page, search, trash }, signal),
    );
    useReloadWhenTasksEnd(loaded);
    useReloadOnChange(loaded);
    const tellGoing = useFocusAfterRemoval(listedIds(loaded.value));
    return (
        <>
            <div class="library-head">
                <h1 tabIndex={-1}>{trash ? 'Trash' : 'Library'}</h1>
                <SearchBox search={search} />
                <Link to={trash ? '/library' : '/library?trash=1'} class="button button-quiet">
                    <Icon name={trash ? 'back' : 'remove'} />
                    {trash ? 'Back to the library' : 'Trash'}
                </Link>
            </div>
            {trash && <p class="quiet">What is here is deleted for good after 30 days.</p>}
            {loaded.error !== undefined && <ErrorNotice error={loaded.error} onRetry={loaded.reload} />}
            {loaded.value === undefined && loaded.error === undefined && (
                <Skeleton label="Loading the videos" shapes={['cards']} />
            )}
            {loaded.value !== undefined && (
                <Found list={loaded.value} search={search} trash={trash} tellGoing={tellGoing} />
            )}
        </>
    );
}

/** A page beyond the last is shown to nobody; that before it comes in its place. */
function listedIds(list: VideoList | undefined): string[] | undefined {
    if (list === undefined || (list.items.length === 0 && list.total > 0)) return undefined;
    return list.items.map((video) => video.id);
}

/** A video that stops being made has become something else in the list. */
function useReloadWhenTasksEnd(loaded: Loaded<VideoList>): void {
    const known = useRef<readonly string[]>([]);
    const now = running.value.map((task) => task.task_id);
    useEffect(() => {
        const changed = known.current.some((id) => !now.includes(id)) || now.some((id) => !known.current.includes(id));
        known.current = now;
        if (changed && loaded.value !== undefined) loaded.reload();
    }, [now.join(' ')]);
}

/** Also after an Undo of something that was thrown away on another page. */
function useReloadOnChange(loaded: Loaded<VideoList>): void {
    const seen = useRef(libraryChanges.value);
    const now = libraryChanges.value;
    useEffect(() => {
        if (seen.current === now) return;
        seen.current = now;
        loaded.reload();
    }, [now]);
}

function SearchBox({ search }: { search: string }) {
    const [text, setText] = useState(search);
    const timer = useRef<ReturnType<typeof setTimeout>>();
    // What was typed goes into the address, and must not come back from there over what has been typed since.
    const applied = useRef(search);
    useEffect(() => {
        if (search !== applied.current) setText(search);
        applied.current = search;
    }, [search]);
    useEffect(() => () => clearTimeout(timer.current), []);
    const apply = (value: string): void => {
        clearTimeout(timer.current);
        applied.current = value.trim();
        setQuery({ search: value.trim(), page: '' });
    };
    const type = (value: string): void => {
        setText(value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => apply(value), searchAfterMs);
    };
    return (
        <form
            class="search"
            role="search"
            onSubmit={(event) => {
                event.preventDefault();
                apply(text);
            }}
        >
            <Icon name="search" />
            <input
                class="input"
                type="search"
                name="search"
                aria-label="Search by title"
                placeholder="Search by title"
                value={text}
                onInput={(event) => type(event.currentTarget.value)}
            />
        </form>
    );
}

interface FoundProps {
    list: VideoList;
    search: string;
    trash: boolean;
    tellGoing: TellGoing;
}

function Found({ list, search, trash, tellGoing }: FoundProps) {
    const now = useNow();
    const beyond = list.items.length === 0 && list.total > 0;
    // The last video of the last page went away, or the address is an old one.
    useEffect(() => {
        if (beyond) setQuery({ page: list.pages === 1 ? '' : String(list.pages) });
    }, [beyond, list.pages]);
    if (beyond) return <Skeleton label="Loading the videos" shapes={['cards']} />;
    if (list.items.length === 0) return <NothingFound search={search} trash={trash} />;
    return (
        <>
            <p class="only-read-out" role="status">
                {plural(list.total, 'video')}
            </p>
            <ul class="cards">
                {list.items.map((video) =>
                    trash ? (
                        <TrashCard key={video.id} video={video} now={now} tellGoing={tellGoing} />
                    ) : (
                        <VideoCard
                            key={video.id}
                            video={video}
                            task={running.value.find((task) => task.task_id === video.task_id)}
                            now={now}
                            onTrash={() => {
                                tellGoing(video.id, 'delete');
                                void trashWithUndo(video);
                            }}
                        />
                    ),
                )}
            </ul>
            {list.pages > 1 && <Pager list={list} />}
        </>
    );
}

function NothingFound({ search, trash }: { search: string; trash: boolean }) {
    if (search !== '') {
        return (
            <Empty icon="search" title={`Nothing is called “${search}”`}>
                <p>The search looks at titles. Try fewer letters or another word.</p>
                <button type="button" class="button" onClick={() => setQuery({ search: '', page: '' })}>
                    Show all
                </button>
            </Empty>
        );
    }
    if (trash) {
        return (
            <Empty icon="remove" title="The trash is empty">
                <p>What you delete waits here for 30 days before it is gone.</p>
            </Empty>
        );
    }
    return (
        <Empty icon="film" title="No videos yet">
            <p>A topic is enough: the first one takes a minute or two.</p>
            <Link to="/" class="button button-primary">
                Create a video
            </Link>
        </Empty>
    );
}

function Pager({ list }: { list: VideoList }) {
    const go = (page: number): void => setQuery({ page: page === 1 ? '' : String(page) });
    return (
        <nav class="pager" aria-label="Pages">
            <button type="button" class="button" disabled={list.page <= 1} onClick={() => go(list.page - 1)}>
                <Icon name="back" />
                Newer
            </button>
            <span class="quiet">
                Page {list.page} of {list.pages}
            </span>
            <button type="button" class="button" disabled={list.page >= list.pages} onClick={() => go(list.page + 1)}>
                Older
                <Icon name="next" />
            </button>
        </nav>
    );
}

interface TrashCardProps {
    video: Video;
    now: number;
    tellGoing: TellGoing;
}

function TrashCard({ video, now, tellGoing }: TrashCardProps) {
    const [asking, setAsking] = useState(false);
    const restore = (): void => {
        tellGoing(video.id, 'restore');
        void restoreFromTrash([video]);
    };
    const remove = async (): Promise<void> => {
        tellGoing(video.id, 'remove');
        try {
            await calls.removeVideo(video.id);
            showToast({ text: `“${video.title}” is gone for good.` });
        } catch (thrown) {
            showError(thrown);
        }
        void libraryChanged();
    };
    return (
        <li class="card card-trashed" data-item={video.id}>
            <CardPicture video={video} />
            <div class="card-words">
                <h2 class="card-title">
                    <Link to={videoPath(video.id)}>{video.title}</Link>
                </h2>
                <p class="card-facts">
                    {video.trashed_at !== null && <span>Deleted {ago(video.trashed_at, now)}</span>}
                </p>
                <div class="actions card-actions">
                    <button
                        type="button"
                        class="button button-small"
                        data-tool="restore"
                        onClick={restore}
                    >
                        <Icon name="restore" />
                        Restore
                    </button>
                    <button
                        type="button"
                        class="button button-small button-quiet"
                        data-tool="remove"
                        onClick={() => setAsking(true)}
                    >
                        Delete for ever
                    </button>
                </div>
            </div>
            {asking && (
                <ConfirmDialog
                    title="Delete this video for ever?"
                    confirm="Delete for ever"
                    keep="Keep it"
                    onConfirm={() => void remove()}
                    onClose={() => setAsking(false)}
                >
                    <p>“{video.title}” and all its files are removed. This cannot be undone.</p>
                </ConfirmDialog>
            )}
        </li>
    );
}
