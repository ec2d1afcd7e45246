// The sample of a voice: played, stopped, and told of where it cannot be heard.

import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VoiceSample } from './voice_sample.tsx';

class FakeAudio extends EventTarget {
    static made: FakeAudio[] = [];
    paused = true;
    constructor(readonly src: string) {
        super();
        FakeAudio.made.push(this);
    }
    play(): Promise<void> {
        this.paused = false;
        return Promise.resolve();
    }
    pause(): void {
        this.paused = true;
    }
}

const button = (): HTMLElement => screen.getByRole('button');
const served = vi.fn<(address: string) => Promise<Response>>();
const played = (): Promise<FakeAudio> => vi.waitUntil(() => FakeAudio.made.at(-1));

beforeEach(() => {
    FakeAudio.made = [];
    served.mockReset();
    served.mockImplementation(() => Promise.resolve(new Response('sound')));
    vi.stubGlobal('Audio', FakeAudio);
    vi.stubGlobal('fetch', served);
});

afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
});

describe('a voice', () => {
    it('is heard, and stopped', async () => {
        render(<VoiceSample voice="af_heart" language="" />);
        fireEvent.click(button());
        const audio = await played();
        expect(served.mock.lastCall?.[0]).toBe('/api/v1/voices/af_heart/sample');
        expect(audio.src).toMatch(/^blob:/);
        audio.dispatchEvent(new Event('playing'));
        expect((await screen.findByText('Stop')).tagName).toBe('BUTTON');
        fireEvent.click(button());
        expect(audio.paused).toBe(true);
        await screen.findByText('Hear this voice');
    });

    it('is the best of the language where none is chosen', async () => {
        render(<VoiceSample voice="" language="pt-BR" />);
        fireEvent.click(button());
        await played();
        expect(served.mock.lastCall?.[0]).toBe('/api/v1/voices/auto/sample?language=pt-BR');
    });

    it('falls silent where another one is chosen', async () => {
        const { rerender } = render(<VoiceSample voice="slt" language="" />);
        fireEvent.click(button());
        const audio = await played();
        rerender(<VoiceSample voice="rms" language="" />);
        expect(audio.paused).toBe(true);
        expect(button().textContent).toBe('Hear this voice');
    });

    it('that cannot be heard says why, until it is tried again or another is chosen', async () => {
        const problem = { code: 'forbidden', detail: 'paid voices may be sent 5 characters a month' };
        served.mockResolvedValueOnce(new Response(JSON.stringify(problem), { status: 403 }));
        const { rerender } = render(<VoiceSample voice="openai:alloy" language="" />);
        fireEvent.click(button());
        await screen.findByText('Paid voices may be sent 5 characters a month.');
        expect(FakeAudio.made).toHaveLength(0);
        fireEvent.click(button());
        const audio = await played();
        expect(screen.queryByText(/Paid voices/)).toBeNull();
        audio.dispatchEvent(new Event('error'));
        await screen.findByText(/cannot be heard just now/);
        rerender(<VoiceSample voice="slt" language="" />);
        await vi.waitUntil(() => screen.queryByText(/cannot be heard/) === null);
    });

    it('that a browser does not let sound yet is a click away', async () => {
        vi.spyOn(FakeAudio.prototype, 'play').mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
        render(<VoiceSample voice="slt" language="" />);
        fireEvent.click(button());
        await screen.findByText('The voice is ready: press again to hear it.');
        expect(button().textContent).toBe('Hear this voice');
        fireEvent.click(button());
        await vi.waitUntil(() => FakeAudio.made.length === 2);
        expect(served).toHaveBeenCalledTimes(1);
    });
});
