// Into the trash, with Undo at hand, and out of it again.

import * as calls from '../api/calls.ts';
import { asApiError } from '../api/problem.ts';
import type { Video } from '../api/types.ts';
import { refreshRunning } from './running.ts';
import { showToast } from './toasts.ts';

/** `changed` is called when the list of videos is another one, also after an Undo. */
export async function trashWithUndo(video: Video, changed: () => void): Promise<void> {
    try {
        await calls.trashVideo(video.id);
    } catch (thrown) {
        showToast({ text: asApiError(thrown).message, tone: 'error' });
        return;
    }
    changed();
    void refreshRunning();
    showToast({
        text: `“${video.title}” is in the trash.`,
        action: { label: 'Undo', run: () => void restoreFromTrash(video, changed) },
    });
}

export async function restoreFromTrash(video: Video, changed: () => void): Promise<void> {
    try {
        await calls.restoreVideo(video.id);
        showToast({ text: `“${video.title}” is back in the library.` });
    } catch (thrown) {
        showToast({ text: asApiError(thrown).message, tone: 'error' });
    }
    changed();
}
