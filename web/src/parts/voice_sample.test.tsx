// The sample of a voice: played, stopped, and told of where it cannot be heard.

import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '../state/toasts.ts';
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

beforeEach(() => {
    FakeAudio.made = [];
    toasts.value = [];
    vi.stubGlobal('Audio', FakeAudio);
});

afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
});

describe('a voice', () => {
    it('is heard, and stopped', async () => {
        render(<VoiceSample voice="af_heart" language="" />);
        fireEvent.click(button());
        const [audio] = FakeAudio.made;
        expect(audio?.src).toBe('/api/v1/voices/af_heart/sample');
        audio?.dispatchEvent(new Event('playing'));
        expect((await screen.findByText('Stop')).tagName).toBe('BUTTON');
        fireEvent.click(button());
        expect(audio?.paused).toBe(true);
        await screen.findByText('Hear this voice');
    });

    it('is the best of the language where none is chosen', () => {
        render(<VoiceSample voice="" language="pt-BR" />);
        fireEvent.click(button());
        expect(FakeAudio.made[0]?.src).toBe('/api/v1/voices/auto/sample?language=pt-BR');
    });

    it('falls silent where another one is chosen', () => {
        const { rerender } = render(<VoiceSample voice="slt" language="" />);
        fireEvent.click(button());
        rerender(<VoiceSample voice="rms" language="" />);
        expect(FakeAudio.made[0]?.paused).toBe(true);
        expect(button().textContent).toBe('Hear this voice');
    });

    it('that cannot be heard is told', async () => {
        render(<VoiceSample voice="slt" language="" />);
        fireEvent.click(button());
        FakeAudio.made[0]?.dispatchEvent(new Event('error'));
        await screen.findByText('Hear this voice');
        expect(toasts.value).toHaveLength(1);
    });
});
