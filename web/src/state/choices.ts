// What the server can do: looks, voices, languages. Asked once for each visit.

import { signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import type { Choices, PlainChoice, Voice } from '../api/types.ts';

export const choices = signal<Choices | undefined>(undefined);

let asking: Promise<void> | undefined;

/** Throws ApiError; the next call asks again. */
export function loadChoices(): Promise<void> {
    if (choices.value !== undefined) return Promise.resolve();
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

/** The voices that speak `language`: "en" is spoken by a voice for "en-US"; no language is spoken by all. */
export function voicesFor(voices: readonly Voice[], language: string): Voice[] {
    if (language === '') return [...voices];
    const wanted = primary(language);
    return voices.filter((voice) => primary(voice.language) === wanted);
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
