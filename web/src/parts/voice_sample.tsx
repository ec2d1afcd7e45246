// A voice, heard before it is chosen for good: one button that plays its sample, and stops it. Where it cannot be heard
// the reason stands below it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { voiceSample } from '../api/calls.ts';
import { asApiError, wasAborted } from '../api/problem.ts';
import { sentence } from '../format/sentences.ts';
import { FieldFault } from './field.tsx';
import { Icon } from './icon.tsx';

interface VoiceSampleProps {
    /** Empty: the best voice of the language. */
    voice: string;
    language: string;
}

type State = 'silent' | 'loading' | 'playing';

const labels: Record<State, string> = { silent: 'Hear this voice', loading: 'One moment…', playing: 'Stop' };
const unplayable = 'This voice cannot be heard just now. Try again in a moment.';

export function VoiceSample({ voice, language }: VoiceSampleProps) {
    const [state, setState] = useState<State>('silent');
    const [fault, setFault] = useState('');
    const current = useRef<{ asked: AbortController; audio?: HTMLAudioElement } | null>(null);
    const heard = useRef<Blob | null>(null);
    const stop = (): void => {
        const { asked, audio } = current.current ?? {};
        asked?.abort();
        audio?.pause();
        if (audio !== undefined) URL.revokeObjectURL(audio.src);
        current.current = null;
        setState('silent');
    };
    // Another choice, or another page, ends what is heard.
    useEffect(
        () => () => {
            stop();
            heard.current = null;
            setFault('');
        },
        [voice, language],
    );
    const play = async (): Promise<void> => {
        const mine: NonNullable<typeof current.current> = { asked: new AbortController() };
        const failed = (reason: string): void => {
            if (current.current !== mine) return;
            stop();
            setFault(reason);
        };
        current.current = mine;
        setState('loading');
        setFault('');
        try {
            // Asked for first: an element that plays tells nothing of why it could not.
            const sound = heard.current ?? (await voiceSample(voice, language, mine.asked.signal));
            if (current.current !== mine) return;
            heard.current = sound;
            const audio = new Audio(URL.createObjectURL(sound));
            mine.audio = audio;
            audio.addEventListener('ended', () => current.current === mine && stop());
            audio.addEventListener('playing', () => current.current === mine && setState('playing'));
            audio.addEventListener('error', () => failed(unplayable));
            await audio.play();
        } catch (thrown) {
            if (wasAborted(thrown)) return;
            // A browser may want another click where the first one is long ago; the sample is there by then.
            const isRefused = thrown instanceof DOMException && thrown.name === 'NotAllowedError';
            failed(isRefused ? 'The voice is ready: press again to hear it.' : sentence(asApiError(thrown).message));
        }
    };
    return (
        <div class="voice-sample">
            <button
                type="button"
                class="text-button"
                aria-busy={state === 'loading'}
                onClick={() => (state === 'silent' ? void play() : stop())}
            >
                <Icon name={state === 'silent' ? 'play' : 'stop'} />
                {labels[state]}
            </button>
            <div role="status">{fault !== '' && <FieldFault message={fault} />}</div>
        </div>
    );
}
