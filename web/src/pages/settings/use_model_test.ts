// Asking a language model whether it answers: one question at a time, and no answer to an earlier one.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../../api/calls.ts';
import { asApiError, wasAborted } from '../../api/problem.ts';
import type { ModelSettings, ModelTest } from '../../api/types.ts';

interface ModelTesting {
    busy: boolean;
    result: ModelTest | undefined;
    /** Asks the model that is given, or the one that is saved. */
    ask: (given: ModelSettings | undefined) => Promise<void>;
    forget: () => void;
}

export function useModelTest(): ModelTesting {
    const [busy, setBusy] = useState(false);
    const [result, setResult] = useState<ModelTest>();
    const running = useRef<AbortController>();
    useEffect(() => () => running.current?.abort(), []);
    const forget = (): void => {
        running.current?.abort();
        setBusy(false);
        setResult(undefined);
    };
    const ask = async (given: ModelSettings | undefined): Promise<void> => {
        forget();
        setBusy(true);
        const mine = new AbortController();
        running.current = mine;
        let found: ModelTest;
        try {
            found = await calls.testModel(given, mine.signal);
        } catch (thrown) {
            if (wasAborted(thrown)) return;
            found = { ok: false, detail: asApiError(thrown).message, took_ms: 0 };
        }
        if (running.current !== mine) return;
        setResult(found);
        setBusy(false);
    };
    return { busy, result, ask, forget };
}
