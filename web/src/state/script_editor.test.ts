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
        expect(edited.scenes[1]!.visual).toEqual({ kind: 'big_number', number: '2' });
        expect(texts(script)).toEqual(['one', 'two', 'three']);
    });

    it('leaves a picture to MSS', () => {
        expect(editor.planVisual(script, second).scenes[1]).not.toHaveProperty('visual');
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

    it('sends no scene that says nothing', () => {
        const added = editor.addScene(script, first).script;
        expect(editor.plainScript(added).scenes).toHaveLength(3);
        expect(editor.faultsOf(added)).toEqual([]);
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
});
