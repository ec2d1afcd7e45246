// What several pages need of the browser's life: the title of the tab, a load that is dropped when it is no longer
// wanted, the clock.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';

export function useTitle(title: string): void {
    useEffect(() => {
        document.title = `${title} · MSS`;
    }, [title]);
}

/** Asked after an answer that took its time: whether the page that asked is still shown, and may lead on from here. */
export function useStillShown(): () => boolean {
    const shown = useRef(true);
    // Not after the next paint, before which the page may be gone.
    useLayoutEffect(
        () => () => {
            shown.current = false;
        },
        [],
    );
    return () => shown.current;
}

export interface Loaded<Value> {
    value: Value | undefined;
    error: ApiError | undefined;
    /** Asks again; the old value stays until the new one is there. */
    reload: () => void;
    /** Takes a newer value that came by another way, such as the answer to a change. */
    put: (value: Value) => void;
}

/** `key` names what is loaded: where it changes, the old value goes. */
export function useLoaded<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
    const [round, setRound] = useState(0);
    const [state, setState] = useState<{ key: string; value?: Value; error?: ApiError }>({ key });
    const asking = useRef<AbortController>();
    useEffect(() => {
        const controller = new AbortController();
        asking.current = controller;
        load(controller.signal)
            .then((value) => {
                if (!controller.signal.aborted) setState({ key, value });
            })
            .catch((thrown: unknown) => {
                if (wasAborted(thrown) || controller.signal.aborted) return;
                setState((old) => ({ ...(old.key === key ? old : { key }), error: asApiError(thrown) }));
            });
        return () => controller.abort();
    }, [key, round]);
    const current = state.key === key;
    return {
        value: current ? state.value : undefined,
        error: current ? state.error : undefined,
        reload: () => setRound((old) => old + 1),
        put: (value) => {
            // What is still on its way is older.
            asking.current?.abort();
            setState({ key, value });
        },
    };
}

const minuteMs = 60_000;

/** Now, to the minute or as often as is wanted: what is told as "5 minutes ago" grows older by itself. */
export function useNow(everyMs = minuteMs): number {
    const [now, setNow] = useState(() => Date.now());
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), everyMs);
        return () => clearInterval(timer);
    }, [everyMs]);
    return now;
}

/** Asks again a while after each answer, as long as somebody sees the page, and at once when they come back to it. */
export function useReloadEvery<Value>(everyMs: number, loaded: Loaded<Value>): void {
    const reload = useRef(loaded.reload);
    reload.current = loaded.reload;
    useEffect(() => {
        const reloadIfSeen = (): void => {
            if (!document.hidden) reload.current();
        };
        const timer = setTimeout(reloadIfSeen, everyMs);
        document.addEventListener('visibilitychange', reloadIfSeen);
        return () => {
            clearTimeout(timer);
            document.removeEventListener('visibilitychange', reloadIfSeen);
        };
    }, [everyMs, loaded.value, loaded.error]);
}
