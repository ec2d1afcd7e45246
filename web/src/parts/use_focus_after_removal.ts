// Where the focus goes when an item leaves a list by a button of its own, which goes with it: to the same button of the
// item that takes its place, or to the heading where none is left. Without it, it would be nowhere.

import { useEffect, useRef } from 'preact/hooks';

/** The button of an item, by the name that it carries in `data-tool`. */
export type RemovingTool = 'delete' | 'restore' | 'remove';
/** To be called with what is about to go, and by which button. */
export type TellGoing = (id: string, tool: RemovingTool) => void;

/** `ids`: of what is listed now, undefined while that is not known. Each item carries its own in `data-item`. */
export function useFocusAfterRemoval(ids: readonly string[] | undefined): TellGoing {
    const going = useRef<{ id: string; at: number; tool: RemovingTool }>();
    useEffect(() => {
        const gone = going.current;
        if (gone === undefined || ids === undefined || ids.includes(gone.id)) return;
        going.current = undefined;
        // Somebody who has gone on since is left there.
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const next = ids[Math.min(gone.at, ids.length - 1)] ?? '';
        const button = document.querySelector<HTMLElement>(
            `[data-item="${CSS.escape(next)}"] [data-tool="${gone.tool}"]`,
        );
        (button ?? document.querySelector<HTMLElement>('h1[tabindex]'))?.focus();
    }, [ids?.join(' ')]);
    return (id, tool) => {
        going.current = { id, at: ids?.indexOf(id) ?? 0, tool };
    };
}
