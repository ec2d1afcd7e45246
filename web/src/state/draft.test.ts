// The draft: which words it holds, and that it outlives the page.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draft, isLink, keepDraft, openDraft, setDraft, startEditing, wordsOf } from './draft.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
    vi.useRealTimers();
    localStorage.clear();
});

describe('wordsOf', () => {
    const empty = { ...draft.value, topic: ' ', text: '', picked: '' };
    it('takes the words of the way that is chosen', () => {
        const all = { ...empty, topic: ' Bees ', text: 'Notes', picked: 'Cats' };
        expect(wordsOf({ ...all, way: 'topics' })).toEqual({ topic: 'Cats' });
        expect(wordsOf({ ...all, way: 'topic' })).toEqual({ topic: 'Bees' });
        expect(wordsOf({ ...all, way: 'text' })).toEqual({ text: 'Notes' });
        expect(wordsOf({ ...all, way: 'text', text: ' https://a.example/b ' })).toEqual({ url: 'https://a.example/b' });
    });
    it('has none where nothing was said', () => {
        for (const way of ['topics', 'topic', 'text'] as const) expect(wordsOf({ ...empty, way })).toBeUndefined();
    });
    it('takes a text that begins with a link for a text', () => {
        expect(isLink('https://a.example says so')).toBe(false);
        expect(isLink('HTTP://a.example')).toBe(true);
    });
});

describe('keeping', () => {
    it('takes over what another tab wrote, but not over what is being typed', () => {
        keepDraft();
        openDraft('tabs');
        setDraft({ way: 'topic', topic: 'Bees' });
        vi.advanceTimersByTime(1000);
        const write = (topic: string): void => {
            localStorage.setItem('mss.draft.tabs', JSON.stringify({ ...draft.value, topic }));
            dispatchEvent(new StorageEvent('storage', { key: 'mss.draft.tabs' }));
        };
        write('Wasps');
        expect(draft.value.topic).toBe('Wasps');
        setDraft({ topic: 'Wasps and b' });
        localStorage.setItem('mss.draft.tabs', JSON.stringify({ ...draft.value, topic: 'Ants', text: 'From there' }));
        dispatchEvent(new StorageEvent('storage', { key: 'mss.draft.tabs' }));
        expect(draft.value).toMatchObject({ topic: 'Wasps and b', text: 'From there' });
        vi.advanceTimersByTime(1000);
        expect(JSON.parse(localStorage.getItem('mss.draft.tabs') ?? '')).toMatchObject({
            topic: 'Wasps and b',
            text: 'From there',
        });
    });
    it('is there again for its own user, and for nobody else', () => {
        openDraft('anna');
        setDraft({ way: 'topic', topic: 'Bees' });
        startEditing({ title: 'Bees', scenes: [{ text: 'one' }] }, null);
        vi.advanceTimersByTime(1000);
        openDraft('bert');
        expect(draft.value).toMatchObject({ topic: '', script: null });
        openDraft('anna');
        expect(draft.value).toMatchObject({ topic: 'Bees', script: { title: 'Bees', scenes: [{ text: 'one' }] } });
    });

    it('writes when the page goes, but not over what another tab wrote', () => {
        keepDraft();
        openDraft('carla');
        setDraft({ topic: 'Bees' });
        dispatchEvent(new Event('pagehide'));
        expect(localStorage.getItem('mss.draft.carla')).toContain('Bees');
        localStorage.setItem('mss.draft.carla', 'of another tab');
        dispatchEvent(new Event('pagehide'));
        expect(localStorage.getItem('mss.draft.carla')).toBe('of another tab');
    });

    it.each([
        '{',
        '{"way":"sideways"}',
        '{"way":"text","niche":"","picked":"","topic":"","text":"","found":[],"script":{"scenes":[{}]}}',
    ])('begins anew where the memory holds %s', (held) => {
        localStorage.setItem('mss.draft.dora', held);
        openDraft('dora');
        expect(draft.value).toMatchObject({ way: 'topics', text: '', script: null });
        openDraft('nobody');
    });
});
