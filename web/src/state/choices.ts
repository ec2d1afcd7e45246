// What the server can do: looks, voices, languages. Asked once for each visit, but where voices are paid for.

import { signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import type { Choices, Language, PlainChoice, Voice } from '../api/types.ts';

export const choices = signal<Choices | undefined>(undefined);

let asking: Promise<void> | undefined;

/** Throws ApiError; the next call asks again. */
export function loadChoices(): Promise<void> {
    if (choices.value === undefined) return askForChoices();
    // What is left for paid voices changes with each video; until that is known the page shows what it was.
    if (choices.value.voices.some((voice) => voice.paid === true)) askForChoices().catch(() => undefined);
    return Promise.resolve();
}

function askForChoices(): Promise<void> {
    asking ??= calls
        .choices()
        .then((answer) => {
            choices.value = answer;
        })
        .finally(() => {
            asking = undefined;
        });
    return asking;
}

export function plainChoice(choice: PlainChoice): { id: string; name: string } {
    if (typeof choice === 'string') return { id: choice, name: capitalised(choice) };
    return { id: choice.id, name: choice.name ?? capitalised(choice.id) };
}

export function capitalised(text: string): string {
    return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}

/**
 * With a name each, in the order of the names. Ways of speaking that only a voice knows ("en-GB-x-rp") are left to the
 * choice of the voice.
 */
export function namedLanguages({ languages, voices }: Pick<Choices, 'languages' | 'voices'>): Language[] {
    const named = languages.map((language) =>
        typeof language === 'string' ? { id: language, name: nameFor(language, voices) } : language,
    );
    return named
        .filter((language) => !language.id.includes('-x-'))
        .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** Where the browser knows no name, the words of a voice may: "Bashkir, synthetic". */
function nameFor(tag: string, voices: readonly Voice[]): string {
    const name = languageName(tag);
    // A browser that knows a part of a tag alone says the rest in codes: "English (029)".
    if (name !== tag && !/[\d_]/.test(name)) return name;
    const voice = voices.find((one) => one.language === tag);
    return voice?.name.split(',')[0] ?? tag;
}

/** "Brazilian Portuguese" for "pt-BR"; the tag itself where nobody knows a name. */
function languageName(tag: string): string {
    try {
        return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
    } catch {
        return tag;
    }
}

export interface VoiceGroup {
    language: string;
    voices: Voice[];
}

/** Voices by what they speak, English first, since that is what most scripts are in; those last that cost something. */
export function voiceGroups(voices: readonly Voice[]): VoiceGroup[] {
    const groups = new Map<string, Voice[]>();
    for (const voice of voices) {
        const language = primary(voice.language);
        groups.set(language, [...(groups.get(language) ?? []), voice]);
    }
    return [...groups]
        .map(([tag, spoken]) => ({
            tag,
            language: tag === anyLanguage ? 'Any language, paid' : nameFor(tag, voices),
            voices: spoken,
        }))
        .sort((one, other) => rank(one.tag) - rank(other.tag) || one.language.localeCompare(other.language, 'en'));
}

const rank = (tag: string): number => (tag === 'en' ? 0 : tag === anyLanguage ? 2 : 1);

/** Of a voice that speaks whatever it is given (ISO 639-2: several languages), as those of paid services do. */
const anyLanguage = 'mul';

/**
 * The voices that speak `language`: "en" is spoken by a voice for "en-US", and by one for any language; no language is
 * spoken by all.
 */
export function voicesFor(voices: readonly Voice[], language: string): Voice[] {
    if (language === '') return [...voices];
    const wanted = primary(language);
    return voices.filter((voice) => [wanted, anyLanguage].includes(primary(voice.language)));
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
