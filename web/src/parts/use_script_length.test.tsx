// When the server is asked how long a script is, and what is shown meanwhile.

import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SpokenWords } from '../api/types.ts';
import { online } from '../state/online.ts';
import { noteLength, roughLength, toldLength } from '../state/script_length.ts';
import { quietMs, useScriptLength } from './use_script_length.ts';

interface Asked {
    text: string;
    signal: AbortSignal;
    answer: (seconds: number) => Promise<void>;
    refuse: (status: number) => Promise<void>;
}

let asked: Asked[] = [];

beforeEach(() => {
    vi.useFakeTimers();
    online.value = true;
    asked = [];
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
        const body = JSON.parse(init.body as string) as { script: { scenes: { text: string }[] } };
        return new Promise((resolve, reject) => {
            const signal = init.signal as AbortSignal;
            signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
            const settle = (response: Response): Promise<void> => {
                resolve(response);
                return pass(0);
            };
            asked.push({
                text: body.script.scenes.map((scene) => scene.text).join(' '),
                signal,
                answer: (seconds) =>
                    settle(new Response(JSON.stringify({ script: {}, estimated_duration_s: seconds }))),
                refuse: (status) => settle(new Response('{}', { status })),
            });
        });
    });
});
afterEach(() => {
    cleanup();
    toldLength.value = undefined;
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const words = (text: string): SpokenWords => ({
    language: 'en',
    texts: text === '' ? [] : [text],
    pace: 1,
    pauses: [],
});

function Shown({ text, pause = false }: { text: string; pause?: boolean }) {
    return <p role="note">{useScriptLength(words(text), pause).toFixed(3)}</p>;
}

const shown = (): number => Number(screen.getByRole('note').textContent);
const rough = (text: string): number => Number(roughLength(words(text)).toFixed(3));

async function pass(ms: number): Promise<void> {
    await act(async () => {
        await vi.advanceTimersByTimeAsync(ms);
    });
}

describe('the length of a script', () => {
    it('is asked for at once on coming, and then once nobody types', async () => {
        const { rerender } = render(<Shown text="Bees dance." />);
        expect(shown()).toBe(rough('Bees dance.'));
        await pass(0);
        expect(asked.map((one) => one.text)).toEqual(['Bees dance.']);
        await asked[0]!.answer(7);
        expect(shown()).toBe(7);
        for (const text of ['Bees dance. T', 'Bees dance. The', 'Bees dance. They hum.']) {
            rerender(<Shown text={text} />);
            await pass(quietMs - 1);
        }
        expect(asked).toHaveLength(1);
        expect(shown()).toBeCloseTo(7 + rough('Bees dance. They hum.') - rough('Bees dance.'), 2);
        await pass(1);
        expect(asked.map((one) => one.text)).toEqual(['Bees dance.', 'Bees dance. They hum.']);
        await asked[1]!.answer(9);
        expect(shown()).toBe(9);
    });

    it('is not asked for where the answer came with the script', async () => {
        noteLength(words('Bees dance.'), 7);
        render(<Shown text="Bees dance." />);
        expect(shown()).toBe(7);
        await pass(10 * quietMs);
        expect(asked).toHaveLength(0);
    });

    it('counts for the newest words alone', async () => {
        const { rerender, unmount } = render(<Shown text="One." />);
        await pass(0);
        rerender(<Shown text="One and two." />);
        expect(asked[0]!.signal.aborted).toBe(true);
        await asked[0]!.answer(50);
        expect(shown()).toBe(rough('One and two.'));
        await pass(quietMs);
        unmount();
        expect(asked[1]!.signal.aborted).toBe(true);
        expect(toldLength.value).toBeUndefined();
    });

    it('stays as it was where the server says nothing, and is asked for again after the next change', async () => {
        noteLength(words('One.'), 3);
        const { rerender } = render(<Shown text="One." />);
        for (const [index, status] of [422, 429, 503, 401].entries()) {
            const text = `One. Two.${' Three.'.repeat(index)}`;
            rerender(<Shown text={text} />);
            await pass(quietMs);
            await asked[index]!.refuse(status);
            await pass(10 * quietMs);
            expect(asked).toHaveLength(index + 1);
            expect(shown()).toBeCloseTo(3 + rough(text) - rough('One.'), 2);
        }
    });

    it('is not asked for without words, without a network, or while the video is ordered', async () => {
        const { rerender } = render(<Shown text="" />);
        await pass(quietMs);
        expect(shown()).toBe(0);
        rerender(<Shown text="One." pause />);
        await pass(quietMs);
        online.value = false;
        rerender(<Shown text="One." />);
        await pass(quietMs);
        expect(asked).toHaveLength(0);
        await act(() => {
            online.value = true;
        });
        await pass(quietMs);
        expect(asked).toHaveLength(1);
    });
});
