// What is said of videos that went into the trash or came back out of it. Pure.

import type { Video } from '../api/types.ts';
import { plural } from '../format/numbers.ts';

/** As many unfinished videos the server keeps for a person; docs/api.md names it. */
export const mostUnfinished = 100;

/**
 * What was unfinished when it was thrown away is made after all, from where it stopped; but where its owner has as many
 * unfinished videos as there may be, it comes back cancelled.
 */
export function backWords(videos: readonly Video[], unfinished: number): string {
    const one = videos.length === 1;
    const back = `${namedVideos(videos)} ${isAre(videos.length)} back in the library`;
    const cancelled = videos.filter((video) => video.state === 'cancelled').length;
    if (cancelled === 0) return one && videos[0]?.state === 'waiting' ? `${back} and waits to be made.` : `${back}.`;
    const which = one ? 'It is' : cancelled === videos.length ? 'They are' : `${cancelled} of them ${isAre(cancelled)}`;
    const it = cancelled === 1 ? 'it' : 'each';
    if (unfinished < mostUnfinished) {
        return `${back}. ${which} cancelled: open ${it} and choose “Make again” to have it made.`;
    }
    return (
        `${back}. ${which} not being made, since you have ${unfinished} unfinished videos, the most there may be. ` +
        `When one of those is done, open ${it} and choose “Make again”.`
    );
}

export function namedVideos(videos: readonly Video[]): string {
    const [only] = videos;
    return videos.length === 1 && only !== undefined ? `“${only.title}”` : plural(videos.length, 'video');
}

const isAre = (count: number): string => (count === 1 ? 'is' : 'are');
