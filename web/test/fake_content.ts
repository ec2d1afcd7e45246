// What the fake API knows to say: choices, topics, a script. Real words, so that pictures of the page look as in use.

import type { Choices, Script, Topic } from '../src/api/types.ts';

export const choices: Choices = {
    styles: [
        { id: 'aurora', name: 'Aurora', description: 'slow veils of colour; fits most topics' },
        { id: 'bokeh', name: 'Bokeh', description: 'soft drifting lights; warm and quiet' },
        { id: 'paper', name: 'Paper', description: 'light paper and ink; for facts and history' },
        { id: 'night', name: 'Night', description: 'dark sky and stars; for space, sea and mysteries' },
    ],
    voices: [
        { id: 'slt', name: 'American English, female, warm', language: 'en-US', engine: 'flite' },
        { id: 'rms', name: 'American English, male, clear', language: 'en-US', engine: 'flite' },
        { id: 'espeak-de', name: 'German, synthetic', language: 'de', engine: 'espeak' },
        { id: 'espeak-fr', name: 'French, synthetic', language: 'fr', engine: 'espeak' },
    ],
    languages: [
        { id: 'en', name: 'English' },
        { id: 'de', name: 'German' },
        { id: 'fr', name: 'French' },
    ],
    formats: [
        { id: 'vertical', name: 'Vertical', width: 1080, height: 1920 },
        { id: 'wide', name: 'Wide', width: 1920, height: 1080 },
    ],
    niches: ['animals', 'body', 'food', 'geography', 'health', 'history', 'money', 'science', 'space', 'technology'],
    durations: { least: 15, most: 600, usual: 60 },
    presets: ['fast', 'publish', 'best'],
};

const known: Record<string, Omit<Topic, 'niche' | 'source'>[]> = {
    animals: [
        {
            title: 'How do bees make honey?',
            hook: 'From flower water to winter fuel: nectar that has been carried, shared and dried.',
        },
        {
            title: 'Why do cats purr?',
            hook: 'A purr is less a smile than a signal that keeps a cat and its comfort close.',
        },
        {
            title: 'Why do octopuses have three hearts?',
            hook: 'Blue blood carries little oxygen, and it takes three pumps to make up for it.',
        },
    ],
    space: [
        {
            title: 'What is a black hole?',
            hook: 'Not a hole at all, but so much in so little room that light stays.',
        },
    ],
};

export function topicsFor(niche: string, count: number): Topic[] {
    const found = known[niche.toLowerCase()] ?? [];
    return found.slice(0, count).map((topic) => ({ ...topic, niche: niche.toLowerCase(), source: 'starter' }));
}

export function scriptFor(title: string, language: string): Script {
    return {
        version: 1,
        title,
        language,
        description: 'Nectar is mostly water, and it would spoil. See how bees carry it, fan it dry and seal it away.',
        keywords: ['bees', 'honey'],
        scenes: [
            {
                text: 'Honey starts as nectar, sugary water from a flower, carried home in a second stomach.',
                visual: { kind: 'kinetic_title', headline: title, icons: ['flower', 'droplet'] },
            },
            {
                text: 'A forager sips nectar through a long tongue, and stores it in her honey stomach, apart from her dinner.',
                visual: { kind: 'icon_constellation', headline: 'Sip and store', icons: ['flower', 'droplet'] },
            },
            { text: 'But nectar is mostly water, and would soon spoil. So the bees dry it.' },
            {
                text: 'They spread it through wax cells and fan it with their wings, until most of the water is gone.',
                visual: { kind: 'icon_constellation', headline: 'Fanned dry', icons: ['wind'] },
            },
            {
                text: 'One jar takes the nectar of 2,000,000 flowers.',
                visual: { kind: 'big_number', number: '2,000,000', label: 'flowers for one jar' },
            },
            {
                text: 'So each spoonful holds the work of many short lives, and a whole summer of flowers.',
                visual: { kind: 'kinetic_title', headline: 'Many lives in one spoon' },
            },
        ],
        sources: [
            {
                title: 'Honey',
                url: 'https://en.wikipedia.org/wiki/Honey',
                author: 'Wikipedia contributors',
                licence: 'CC BY-SA 4.0',
            },
            {
                title: 'The Biology of the Honey Bee',
                url: 'https://openlibrary.org/isbn/9780674074095',
                author: 'Mark L. Winston',
                licence: '',
            },
        ],
        notices: [],
        writer: 'starter',
    };
}
