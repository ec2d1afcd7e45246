// Into the trash, with Undo at hand, and out of it again. Whatever list is shown hears of it.

import { signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import { asApiError } from '../api/problem.ts';
import type { Video } from '../api/types.ts';
import { plural } from '../format/numbers.ts';
import { refreshRunning } from './running.ts';
import { showToast } from './toasts.ts';
import { undoGroup } from './undo_group.ts';

/** Another number each time that a video came or went. */
export const libraryChanges = signal(0);

/** Whether it is in the trash now. */
export async function trashWithUndo(video: Video): Promise<boolean> {
    try {
        await calls.trashVideo(video.id);
    } catch (thrown) {
        showToast({ text: asApiError(thrown).message, tone: 'error' });
        return false;
    }
    tellTrashed(video);
    libraryChanged();
    return true;
}

/** All of them; one that cannot be restored does not hold up the others. */
export async function restoreFromTrash(videos: readonly Video[]): Promise<void> {
    const outcomes = await Promise.allSettled(videos.map((video) => calls.restoreVideo(video.id)));
    const restored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (restored.length > 0) showToast({ text: backWords(restored) });
    if (failed !== undefined) showToast({ text: asApiError(failed.reason).message, tone: 'error' });
    libraryChanged();
}

export function libraryChanged(): void {
    libraryChanges.value += 1;
    void refreshRunning();
}

const tellTrashed = undoGroup<Video>(
    (videos) => `${named(videos)} ${videos.length === 1 ? 'is' : 'are'} in the trash.`,
    (videos) => void restoreFromTrash(videos),
);

/** One that was unfinished is made after all, from where it stopped. */
function backWords(videos: readonly Video[]): string {
    const back = `${named(videos)} ${videos.length === 1 ? 'is' : 'are'} back in the library`;
    const [only] = videos;
    return videos.length === 1 && only?.state === 'waiting' ? `${back} and waits to be made.` : `${back}.`;
}

function named(videos: readonly Video[]): string {
    const [only] = videos;
    return videos.length === 1 && only !== undefined ? `“${only.title}”` : plural(videos.length, 'video');
}
