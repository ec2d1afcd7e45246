// The length of a script while it is edited, as the server plans it: asked for once nobody types for a moment. An answer
// about words that are no longer there is not waited for, and where none comes, the page's guess stands in its place
// without a word: nobody asked for it, so nobody is told that it failed.

import { useEffect, useRef } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { SpokenWords } from '../api/types.ts';
import { online } from '../state/online.ts';
import { lengthOf, noteLength, sameWords, toldLength } from '../state/script_length.ts';

export const quietMs = 800;

/** In seconds, not rounded. `pause`: nothing is asked for meanwhile, such as while the video is ordered. */
export function useScriptLength(words: SpokenWords, pause: boolean): number {
    const told = toldLength.value;
    const wanted = !pause && online.value && words.texts.length > 0 && !(told && sameWords(told.words, words));
    /** Whoever has just come here is not typing. */
    const quiet = useRef(0);
    useEffect(() => {
        const wait = quiet.current;
        quiet.current = quietMs;
        if (!wanted) return undefined;
        const asking = new AbortController();
        const ask = async (): Promise<void> => {
            try {
                const seconds = await calls.scriptSeconds(words, asking.signal);
                if (!asking.signal.aborted) noteLength(words, seconds);
            } catch {
                // The next change asks again.
            }
        };
        const timer = setTimeout(() => void ask(), wait);
        return () => {
            clearTimeout(timer);
            asking.abort();
        };
    }, [wanted, JSON.stringify(words)]);
    return lengthOf(words, told);
}
