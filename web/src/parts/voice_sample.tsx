// A voice, heard before it is chosen for good: one button that plays its sample, and stops it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { voiceSample } from '../api/calls.ts';
import { showToast } from '../state/toasts.ts';
import { Icon } from './icon.tsx';

interface VoiceSampleProps {
    /** Empty: the best voice of the language. */
    voice: string;
    language: string;
}

type State = 'silent' | 'loading' | 'playing';

const labels: Record<State, string> = { silent: 'Hear this voice', loading: 'One moment…', playing: 'Stop' };

export function VoiceSample({ voice, language }: VoiceSampleProps) {
    const [state, setState] = useState<State>('silent');
    const audio = useRef<HTMLAudioElement | null>(null);
    const stop = (): void => {
        audio.current?.pause();
        audio.current = null;
        setState('silent');
    };
    // Another choice, or another page, ends what is heard.
    useEffect(() => stop, [voice, language]);
    const play = (): void => {
        const element = new Audio(voiceSample(voice, language));
        const isCurrent = (): boolean => audio.current === element;
        audio.current = element;
        setState('loading');
        element.addEventListener('ended', () => isCurrent() && stop());
        element.addEventListener('playing', () => isCurrent() && setState('playing'));
        element.addEventListener('error', () => {
            if (!isCurrent()) return;
            stop();
            showToast({ text: 'This voice cannot be heard just now. Try again in a moment.' });
        });
        // What keeps it from playing is told by the event above; that it was stopped is no matter.
        element.play().catch(() => undefined);
    };
    return (
        <button
            type="button"
            class="text-button voice-sample"
            aria-busy={state === 'loading'}
            onClick={() => (state === 'silent' ? play() : stop())}
        >
            <Icon name={state === 'silent' ? 'play' : 'stop'} />
            {labels[state]}
        </button>
    );
}
