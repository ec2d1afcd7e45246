// The draft: which words it holds, and that it outlives the page.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draft, isLink, keepDraft, openDraft, putAwayOrdered, setDraft, startEditing, wordsOf } from './draft.ts';
import { setText, type EditedScript } from './script_editor.ts';

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
    it('takes an address for a link, whether it says so or not', () => {
        for (const address of ['example.org/article', 'www.example.org', 'müller.example:8080/?page=1']) {
            expect(wordsOf({ ...empty, way: 'text', text: ` ${address}\n` })).toEqual({ url: `https://${address}` });
        }
        for (const words of ['Bees.', '3.14', 'e.g.', 'See example.org', 'Wait...what', 'a@b.example', '蜂。com']) {
            expect(isLink(words), words).toBe(false);
        }
    });
});

describe('the script that was ordered', () => {
    const begin = (text: string): EditedScript => {
        startEditing({ title: 'Bees', scenes: [{ text }] }, 60);
        return draft.value.script!;
    };
    it('is put away, also where another tab has written it since', () => {
        const sent = begin('They dance.');
        setDraft({ script: JSON.parse(JSON.stringify(sent)) as EditedScript });
        expect(putAwayOrdered(sent)).toBe(false);
        expect(draft.value.script).toBeNull();
        expect(putAwayOrdered(sent)).toBe(false);
    });
    it('stays where it was changed since, or gave way to another', () => {
        const sent = begin('They dance.');
        setDraft({ script: setText(sent, sent.scenes[0]!.key, 'They dance and hum.') });
        expect(putAwayOrdered(sent)).toBe(true);
        expect(draft.value.script!.scenes[0]!.text).toBe('They dance and hum.');
        begin('Cats purr.');
        expect(putAwayOrdered(sent)).toBe(true);
        expect(draft.value.script!.scenes[0]!.text).toBe('Cats purr.');
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
