// What several pages need of the browser's life: the title of the tab, a load that is dropped when it is no longer
// wanted, the clock.

import { useEffect, useState } from 'preact/hooks';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';

export function useTitle(title: string): void {
    useEffect(() => {
        document.title = `${title} · MSS`;
    }, [title]);
}

export interface Loaded<Value> {
    value: Value | undefined;
    error: ApiError | undefined;
    /** Asks again; the old value stays until the new one is there. */
    reload: () => void;
}

/** `key` names what is loaded: where it changes, the old value goes. */
export function useLoaded<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
    const [round, setRound] = useState(0);
    const [state, setState] = useState<{ key: string; value?: Value; error?: ApiError }>({ key });
    useEffect(() => {
        const controller = new AbortController();
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
    };
}

const minuteMs = 60_000;

/** Now, to the minute: what is told as "5 minutes ago" grows older by itself. */
export function useNow(): number {
    const [now, setNow] = useState(() => Date.now());
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), minuteMs);
        return () => clearInterval(timer);
    }, []);
    return now;
}
