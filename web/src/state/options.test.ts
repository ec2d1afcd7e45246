// Remembered choices against what a server offers.

import { afterEach, describe, expect, it } from 'vitest';
import { choices } from '../../test/fake_content.ts';
import type { Script, Video } from '../api/types.ts';
import { namedLanguages, voiceGroups, voicesFor } from './choices.ts';
import { draft, putAwayOrdered, startEditing } from './draft.ts';
import {
    chooseLanguage,
    chooseVoice,
    choicesOf,
    fitOptions,
    options,
    optionsOfScript,
    orderOf,
    setOptions,
} from './options.ts';

const chosen = {
    ...options.value,
    duration: 5,
    formats: ['wide' as const],
    style: 'night',
    voice: 'espeak-de',
    language: 'de',
};

const usual = options.value;
afterEach(() => {
    chooseVoice('');
    setOptions(usual);
});

describe('a voice', () => {
    const voiceFor = (wordsLanguage?: string): string => fitOptions(options.value, choices, wordsLanguage).voice;

    it('that is only remembered goes with no words of another language, and with none of an unknown one', () => {
        setOptions({ language: '', voice: 'espeak-de' });
        expect(voiceFor()).toBe('');
        expect(voiceFor('en')).toBe('');
        expect(voiceFor('de-AT')).toBe('espeak-de');
    });

    it('that was chosen in this visit goes with words whose language nobody knows yet', () => {
        chooseVoice('espeak-de');
        expect(voiceFor()).toBe('espeak-de');
        expect(voiceFor('en')).toBe('');
    });

    it('goes back to the best where the language becomes one that it does not speak', () => {
        setOptions({ language: 'de', voice: 'espeak-de' });
        chooseLanguage('de', options.value, choices);
        expect(options.value.voice).toBe('espeak-de');
        chooseLanguage('fr', options.value, choices);
        expect(options.value).toMatchObject({ language: 'fr', voice: '' });
    });
});

describe('the choices of a video that is made again', () => {
    const video = { language: 'de', style: '', voice: 'espeak-de', formats: ['wide'] } as Video;
    const remake = (one: Video, script: Script): void => startEditing(script, null, choicesOf(one, script));

    it('are those that it was made with, whatever is remembered', () => {
        setOptions({ language: 'fr', style: 'night', voice: 'espeak-fr' });
        remake(video, { language: 'de', scenes: [] });
        const fitted = fitOptions(optionsOfScript(), choices, 'de');
        // The script says what language it is in.
        expect(fitted).toMatchObject({ language: '', style: '', voice: 'espeak-de', formats: ['wide'] });
    });

    it('name the language where the script does not', () => {
        setOptions({ language: 'fr' });
        remake(video, { scenes: [] });
        expect(fitOptions(optionsOfScript(), choices)).toMatchObject({ language: 'de', voice: 'espeak-de' });
    });

    it('are those of no other video', () => {
        remake({ ...video, style: 'night' }, { language: 'de', scenes: [{ text: 'Bienen.' }] });
        expect(optionsOfScript()).toMatchObject({ style: 'night', formats: ['wide'] });
        expect(options.value).toEqual(usual);
        putAwayOrdered(draft.value.script!);
        startEditing({ scenes: [{ text: 'Wasps.' }] }, null);
        expect(optionsOfScript()).toEqual(usual);
    });

    it('give way to what somebody chooses', () => {
        remake({ ...video, style: 'night' }, { language: 'de', scenes: [] });
        setOptions({ style: 'paper' });
        expect(optionsOfScript()).toMatchObject({ style: 'paper', formats: ['wide'] });
    });
});

describe('options', () => {
    it('keeps what is offered and drops what is not', () => {
        expect(fitOptions(chosen, choices)).toMatchObject({ duration: 15, style: 'night', voice: 'espeak-de' });
        expect(fitOptions({ ...chosen, style: 'gone', language: 'xx' }, choices)).toMatchObject({
            style: '',
            language: '',
        });
        const onlyVertical = { ...choices, formats: choices.formats.filter((format) => format.id === 'vertical') };
        expect(fitOptions(chosen, onlyVertical).formats).toEqual(['vertical']);
        // Whoever takes away the last shape is asked for one, and not given all.
        expect(fitOptions({ ...chosen, formats: [] }, choices).formats).toEqual([]);
        expect(fitOptions({ ...chosen, language: 'en' }, choices).voice).toBe('');
    });

    it('orders only what was chosen', () => {
        expect(orderOf(options.value)).toEqual({
            duration: 60,
            formats: ['vertical', 'wide'],
            music: true,
            captions: true,
        });
        expect(orderOf(chosen)).toMatchObject({ style: 'night', voice: 'espeak-de', language: 'de' });
    });

    it('names languages, and leaves ways of speaking to the voices', () => {
        const voice = { id: 'v', name: 'Klingon, synthetic', language: 'zz', engine: 'espeak' };
        const languages = ['pt-BR', 'zz', 'en-GB-x-rp', { id: 'de', name: 'German' }];
        expect(namedLanguages({ languages, voices: [voice] })).toEqual([
            { id: 'pt-BR', name: 'Brazilian Portuguese' },
            { id: 'de', name: 'German' },
            { id: 'zz', name: 'Klingon' },
        ]);
        expect(voiceGroups(choices.voices).map((group) => [group.language, group.voices.length])).toEqual([
            ['English', 2],
            ['French', 1],
            ['German', 1],
        ]);
    });

    it('finds the voices of a language and its regions', () => {
        expect(voicesFor(choices.voices, 'en').map((voice) => voice.id)).toEqual(['slt', 'rms']);
        expect(voicesFor(choices.voices, 'en-GB')).toHaveLength(2);
        expect(voicesFor(choices.voices, '')).toHaveLength(4);
    });

    it('offers voices of any language for each, behind its own', () => {
        const paid = { id: 'openai:alloy', name: 'alloy, paid', language: 'mul', engine: 'openai' };
        const voices = [...choices.voices, paid];
        expect(voicesFor(voices, 'de').map((voice) => voice.id)).toEqual(['espeak-de', 'openai:alloy']);
        expect(voiceGroups(voices).map((group) => group.language).at(-1)).toBe('Any language, paid');
        expect(fitOptions({ ...chosen, voice: 'openai:alloy' }, { ...choices, voices }).voice).toBe('openai:alloy');
    });
});
