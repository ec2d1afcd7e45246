// How a video is to look and sound. The last choices are remembered, since most makers make the same kind again.

import { signal } from '@preact/signals';
import type { Choices, Format, VideoOrder } from '../api/types.ts';
import { namedLanguages, voicesFor } from './choices.ts';
import { isRecord, recall, remember } from './memory.ts';

export interface Options {
    duration: number;
    formats: Format[];
    style: string;
    voice: string;
    language: string;
    preset: string;
    music: boolean;
    captions: boolean;
}

const usual: Options = {
    duration: 60,
    formats: ['vertical', 'wide'],
    style: '',
    voice: '',
    language: '',
    preset: '',
    music: true,
    captions: true,
};

export const options = signal<Options>({ ...usual, ...recall('options', isOptions) });

export function setOptions(change: Partial<Options>): void {
    options.value = { ...options.value, ...change };
    remember('options', options.value);
}

/** Remembered choices may name what this server does not have. */
export function fitOptions(chosen: Options, choices: Choices): Options {
    const { least, most } = choices.durations;
    const offered = choices.formats.map((format) => format.id);
    const formats = chosen.formats.filter((format) => offered.includes(format));
    const noneIsOffered = formats.length === 0 && chosen.formats.length > 0;
    const language = namedLanguages(choices).some((entry) => entry.id === chosen.language) ? chosen.language : '';
    const speakers = voicesFor(choices.voices, language);
    return {
        ...chosen,
        duration: Math.min(most, Math.max(least, chosen.duration)),
        formats: noneIsOffered ? offered : formats,
        style: choices.styles.some((style) => style.id === chosen.style) ? chosen.style : '',
        language,
        voice: speakers.some((voice) => voice.id === chosen.voice) ? chosen.voice : '',
    };
}

/** What of an order the options decide; what is left to MSS is not named. */
export function orderOf(chosen: Options): Omit<VideoOrder, 'topic' | 'text' | 'url' | 'script'> {
    const { duration, formats, music, captions } = chosen;
    const order: ReturnType<typeof orderOf> = { duration, formats, music, captions };
    if (chosen.style !== '') order.style = chosen.style;
    if (chosen.voice !== '') order.voice = chosen.voice;
    if (chosen.language !== '') order.language = chosen.language;
    if (chosen.preset !== '') order.preset = chosen.preset;
    return order;
}

function isOptions(value: unknown): value is Partial<Options> {
    if (!isRecord(value)) return false;
    const formats = value['formats'];
    return (
        Number.isFinite(value['duration']) &&
        Array.isArray(formats) &&
        formats.every((format) => format === 'vertical' || format === 'wide') &&
        ['style', 'voice', 'language', 'preset'].every((name) => typeof value[name] === 'string') &&
        ['music', 'captions'].every((name) => typeof value[name] === 'boolean')
    );
}
