// How a video is to look and sound. The last choices are remembered, since most makers make the same kind again.

import { signal } from '@preact/signals';
import type { Choices, Format, Script, Video, VideoOrder } from '../api/types.ts';
import { namedLanguages, voicesFor } from './choices.ts';
import { draft, setDraft, type ChoicesOfVideo } from './draft.ts';
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

/** What somebody chooses holds for the video that is made again, too. */
export function setOptions(change: Partial<Options>): void {
    options.value = { ...options.value, ...change };
    remember('options', options.value);
    const { remade } = draft.value;
    if (remade === null) return;
    const left = Object.entries(remade).filter(([name]) => !Object.hasOwn(change, name));
    if (left.length < Object.keys(remade).length) setDraft({ remade: Object.fromEntries(left) });
}

/** For the script in the draft: as the video that it is of was made, else as usual. */
export const optionsOfScript = (): Options => ({ ...options.value, ...draft.value.remade });

/** The voice that was chosen since the page was loaded. */
const voiceOfVisit = signal('');

export function chooseVoice(voice: string): void {
    voiceOfVisit.value = voice;
    setOptions({ voice });
}

/** A voice that does not speak the language that is chosen now is let go. */
export function chooseLanguage(language: string, current: Options, choices: Choices): void {
    const speaks = voicesFor(choices.voices, language).some((voice) => voice.id === current.voice);
    setOptions(speaks ? { language } : { language, voice: '' });
}

/**
 * As a video was made, for making it again. Where its script says what language it is in, no choice stands above that;
 * else what was chosen for the last video would.
 */
export function choicesOf(video: Video, script: Script): ChoicesOfVideo {
    const own = script.language !== undefined && script.language === video.language;
    return {
        language: own ? '' : video.language,
        style: video.style,
        voice: video.voice,
        ...(video.formats === undefined ? {} : { formats: video.formats }),
    };
}

/**
 * Remembered choices may name what this server does not have, or a voice for other words. `wordsLanguage`: that of the
 * words, where it is known; where it is not, only a voice that was chosen in this visit can be meant for them.
 */
export function fitOptions(chosen: Options, choices: Choices, wordsLanguage = ''): Options {
    const { least, most } = choices.durations;
    const offered = choices.formats.map((format) => format.id);
    const formats = chosen.formats.filter((format) => offered.includes(format));
    const noneIsOffered = formats.length === 0 && chosen.formats.length > 0;
    const language = namedLanguages(choices).some((entry) => entry.id === chosen.language) ? chosen.language : '';
    const spoken = language === '' ? wordsLanguage : language;
    const speakers = voicesFor(choices.voices, spoken).filter(
        (voice) => spoken !== '' || voice.id === voiceOfVisit.value,
    );
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
