// Into the trash, with Undo at hand, and out of it again. Whatever list is shown hears of it.

import { signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import type { Video } from '../api/types.ts';
import { refreshRunning, running } from './running.ts';
import { showError, showToast } from './toasts.ts';
import { backWords, namedVideos } from './trash_words.ts';
import { undoGroup } from './undo_group.ts';

/** Another number each time that a video came or went. */
export const libraryChanges = signal(0);

/** Whether it is in the trash now. */
export async function trashWithUndo(video: Video): Promise<boolean> {
    try {
        await calls.trashVideo(video.id);
    } catch (thrown) {
        showError(thrown);
        return false;
    }
    trashed.tell(video);
    void libraryChanged();
    return true;
}

/** All of them; one that cannot be restored does not hold up the others. */
export async function restoreFromTrash(videos: readonly Video[]): Promise<void> {
    const outcomes = await Promise.allSettled(videos.map((video) => calls.restoreVideo(video.id)));
    const restored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    trashed.forget((video) => restored.some((back) => back.id === video.id));
    // Also for the words: whether there was room for those that are to be made.
    await libraryChanged();
    if (restored.length > 0) showToast({ text: backWords(restored, running.value.length) });
    if (failed !== undefined) showError(failed.reason);
}

export async function libraryChanged(): Promise<void> {
    libraryChanges.value += 1;
    await refreshRunning();
}

const trashed = undoGroup<Video>(
    (videos) => `${namedVideos(videos)} ${videos.length === 1 ? 'is' : 'are'} in the trash.`,
    (videos) => void restoreFromTrash(videos),
);
