// Editing a script: each operation, and what Undo brings back.

import { describe, expect, it } from 'vitest';
import * as editor from './script_editor.ts';

const script = editor.editedScript({
    title: 'Bees',
    scenes: [{ text: 'one' }, { text: 'two', visual: { kind: 'big_number', number: '2' } }, { text: 'three' }],
    sources: [{ title: 'Honey' }],
});
const [first, second, third] = script.scenes.map((scene) => scene.key) as [string, string, string];
const texts = (edited: editor.EditedScript): string[] => edited.scenes.map((scene) => scene.text);

describe('script editor', () => {
    it('gives each scene a key, and takes the keys away again', () => {
        expect(new Set([first, second, third]).size).toBe(3);
        expect(editor.plainScript(script)).toEqual({
            title: 'Bees',
            scenes: [{ text: 'one' }, { text: 'two', visual: { kind: 'big_number', number: '2' } }, { text: 'three' }],
            sources: [{ title: 'Honey' }],
        });
    });

    it('edits words and title without touching the old script', () => {
        const edited = editor.setTitle(editor.setText(script, second, 'zwei'), 'Bienen');
        expect(texts(edited)).toEqual(['one', 'zwei', 'three']);
        expect(edited.title).toBe('Bienen');
        expect(editor.plainScript(edited).scenes[1]).toEqual({ text: 'zwei' });
        expect(texts(script)).toEqual(['one', 'two', 'three']);
    });

    it('shows the new title where the old one stood', () => {
        const titled = editor.editedScript({
            title: 'Bees',
            scenes: [
                { text: 'Bees fly.', visual: { kind: 'kinetic_title', headline: 'Bees' } },
                { text: 'Bees sting.', visual: { kind: 'kinetic_title', headline: 'Take care' } },
            ],
        });
        const headlines = (edited: editor.EditedScript): unknown[] =>
            edited.scenes.map((scene) => scene.visual?.headline);
        expect(headlines(editor.setTitle(titled, 'Bienen'))).toEqual(['Bienen', 'Take care']);
        const rewritten = editor.setText(titled, titled.scenes[0]!.key, 'Something else.');
        expect(headlines(rewritten)).toEqual(['Bees', 'Take care']);
        const retitled = editor.setTitle(rewritten, 'Bienen');
        expect(headlines(editor.setText(retitled, titled.scenes[0]!.key, 'More.'))).toEqual(['Bienen', 'Take care']);
    });

    it('leaves a picture to MSS, and takes it back', () => {
        const left = editor.planVisual(script, second);
        expect(editor.plainScript(left).scenes[1]).toEqual({ text: 'two' });
        expect(editor.plainScript(editor.keepVisual(left, second))).toEqual(editor.plainScript(script));
        expect(editor.planVisual(left, second)).toEqual(left);
        expect(editor.keepVisual(script, first)).toEqual(script);
    });

    it('lets a picture go with the words that it shows', () => {
        const visual = { kind: 'big_number', number: '80', label: 'bees' };
        const bees = editor.editedScript({ scenes: [{ text: 'A jar holds the work of 80 bees.', visual }] });
        const { key } = bees.scenes[0]!;
        const visualOf = (edited: editor.EditedScript): unknown => editor.plainScript(edited).scenes[0]!.visual;
        const polished = editor.setText(bees, key, 'A full jar holds the work of 80 busy bees.');
        expect(visualOf(polished)).toEqual(visual);
        const rewritten = editor.setText(polished, key, 'A jar holds the work of 90 bees.');
        expect(visualOf(editor.setText(bees, key, 'Eighty: 80 bees.'))).toBeUndefined();
        expect(visualOf(rewritten)).toBeUndefined();
        expect(visualOf(editor.setText(rewritten, key, 'A jar is the work of 80 bees.'))).toEqual(visual);
        // Who has decided is not asked again.
        const kept = editor.keepVisual(rewritten, key);
        expect(visualOf(editor.setText(kept, key, 'Something else.'))).toEqual(visual);
        const planned = editor.planVisual(polished, key);
        expect(visualOf(editor.setText(planned, key, bees.scenes[0]!.text))).toBeUndefined();
    });

    it('moves scenes, but not over the edge', () => {
        expect(texts(editor.moveScene(script, third, -1))).toEqual(['one', 'three', 'two']);
        expect(texts(editor.moveScene(script, first, 1))).toEqual(['two', 'one', 'three']);
        expect(editor.moveScene(script, first, -1)).toBe(script);
        expect(editor.moveScene(script, third, 1)).toBe(script);
        expect(editor.moveScene(script, 'unknown', 1)).toBe(script);
    });

    it('adds behind a scene or at the end', () => {
        const behind = editor.addScene(script, first);
        expect(texts(behind.script)).toEqual(['one', '', 'two', 'three']);
        expect(behind.script.scenes[1]!.key).toBe(behind.key);
        expect(texts(editor.addScene(script).script)).toEqual(['one', 'two', 'three', '']);
    });

    it('removes, and Undo keeps what was edited since', () => {
        const { script: left, removed } = editor.removeScene(script, second);
        expect(texts(left)).toEqual(['one', 'three']);
        const edited = editor.setText(left, first, 'eins');
        expect(texts(editor.restoreScene(edited, removed!))).toEqual(['eins', 'two', 'three']);
    });

    it('restores at the end where the script has become shorter, and only once', () => {
        const { script: left, removed } = editor.removeScene(script, third);
        const shorter = editor.removeScene(left, first).script;
        const restored = editor.restoreScene(shorter, removed!);
        expect(texts(restored)).toEqual(['two', 'three']);
        expect(editor.restoreScene(restored, removed!)).toBe(restored);
    });

    it('removes nothing that is not there', () => {
        expect(editor.removeScene(script, 'unknown')).toEqual({ script });
    });

    it('asks about a scene that says nothing, and drops none', () => {
        const added = editor.addScene(script, first);
        expect(editor.plainScript(added.script).scenes).toHaveLength(4);
        expect(editor.faultsOf(added.script)).toEqual([
            { where: added.key, message: 'Write something here, or delete the scene.' },
        ]);
        expect(editor.faultsOf(editor.setText(added.script, added.key, ' \n'))).toHaveLength(1);
        expect(editor.faultsOf(editor.removeScene(added.script, added.key).script)).toEqual([]);
    });

    it('knows a script in which nothing is written yet', () => {
        const empty = editor.editedScript(editor.emptyScript);
        expect(editor.isEmptyScript(empty)).toBe(true);
        expect(editor.isEmptyScript(editor.setTitle(empty, 'Bees'))).toBe(false);
        expect(editor.isEmptyScript(editor.setText(empty, empty.scenes[0]!.key, 'One.'))).toBe(false);
    });

    it('takes a text as it stands, a paragraph a scene', () => {
        const taken = editor.scriptOfText('\nBees make\nhoney.\n \n\nThey dance.\n');
        expect(taken.scenes.map((scene) => scene.text)).toEqual(['Bees make honey.', 'They dance.']);
    });

    it('finds what the server would refuse', () => {
        const wheres = (edited: editor.EditedScript): string[] => editor.faultsOf(edited).map((fault) => fault.where);
        expect(wheres({ ...script, scenes: [] })).toEqual(['scenes']);
        expect(wheres(editor.setText(script, first, '…?'))).toEqual([first]);
        expect(wheres(editor.setText(script, first, '7'))).toEqual([]);
        // Limits count bytes, and a letter of Greek takes two.
        expect(wheres(editor.setText(script, second, 'α'.repeat(2001)))).toEqual([second]);
        expect(wheres(editor.setText(script, second, 'α'.repeat(2000)))).toEqual([]);
        expect(wheres(editor.setTitle(script, 'a'.repeat(401)))).toEqual(['title']);
    });

    it('says how a scene is said, and nothing of the others', () => {
        const said = editor.setDelivery(script, second, { emphasis: ['two'], pause_s: 1 });
        expect(editor.plainScript(said).scenes[1]).toMatchObject({ text: 'two', emphasis: ['two'], pause_s: 1 });
        expect(said.scenes[0]).toBe(script.scenes[0]);
    });

    it('takes a pronunciation a line, and finds one that is none', () => {
        expect(editor.pronunciationsOf('Nguyen = win\n\n GIF = jif \n')).toEqual(['Nguyen = win', 'GIF = jif']);
        expect(editor.wrongPronunciation(['a = b', 'E = m = c'])).toBeUndefined();
        for (const line of ['Nguyen', 'Nguyen =', '= win', '! = win'])
            expect(editor.wrongPronunciation(['a = b', line])).toBe(line);
        expect(editor.faultsOf({ ...script, pronunciations: ['Nguyen'] })).toEqual([
            { where: 'pronunciations', message: 'Write “Nguyen” as: word = how to say it.' },
        ]);
    });
});
