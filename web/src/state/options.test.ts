// Remembered choices against what a server offers.

import { describe, expect, it } from 'vitest';
import { choices } from '../../test/fake_content.ts';
import { namedLanguages, voiceGroups, voicesFor } from './choices.ts';
import { fitOptions, options, orderOf } from './options.ts';

const chosen = {
    ...options.value,
    duration: 5,
    formats: ['wide' as const],
    style: 'night',
    voice: 'espeak-de',
    language: 'de',
};

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
});
