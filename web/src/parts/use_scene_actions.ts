// What can be done to the scenes of the draft's script, and where the focus goes then.

import { useEffect, useState } from 'preact/hooks';
import { draft, setScript } from '../state/draft.ts';
import * as editor from '../state/script_editor.ts';
import type { EditedScript } from '../state/script_editor.ts';
import { showToast } from '../state/toasts.ts';
import type { SceneActions } from './scene_card.tsx';

/** The focus follows what was done: with a moved scene, into a new one, to the neighbour of a removed one. */
export function useSceneActions(list: { readonly current: HTMLOListElement | null }): SceneActions {
    const [focus, setFocus] = useState<{ key: string; target: string }>();
    useEffect(() => {
        if (focus === undefined) return;
        const scene = list.current?.querySelector(`[id="scene-${focus.key}"]`);
        scene?.querySelector<HTMLElement>(focus.target)?.focus();
    }, [focus]);
    return {
        setText: (key, text) => edit((script) => editor.setText(script, key, text)),
        setDelivery: (key, delivery) => edit((script) => editor.setDelivery(script, key, delivery)),
        planVisual: (key) => {
            edit((script) => editor.planVisual(script, key));
            setFocus({ key, target: '.scene-picture button' });
        },
        keepVisual: (key) => {
            edit((script) => editor.keepVisual(script, key));
            setFocus({ key, target: '.scene-picture button' });
        },
        move: (key, by) => {
            edit((script) => editor.moveScene(script, key, by));
            setFocus({ key, target: `[data-tool="${by < 0 ? 'up' : 'down'}"]` });
        },
        addAfter: (key) => {
            const { script } = draft.value;
            if (script === null) return;
            if (script.scenes.length >= editor.mostScenes) {
                showToast({ text: `A script has at most ${editor.mostScenes} scenes.`, tone: 'error' });
                return;
            }
            const added = key === '' ? editor.addScene(script) : editor.addScene(script, key);
            setScript(added.script);
            setFocus({ key: added.key, target: 'textarea' });
        },
        remove: (key) => {
            const { script } = draft.value;
            if (script === null) return;
            const { script: left, removed } = editor.removeScene(script, key);
            if (removed === undefined) return;
            setScript(left);
            const neighbour = left.scenes[Math.min(removed.at, left.scenes.length - 1)];
            if (neighbour !== undefined) setFocus({ key: neighbour.key, target: '[data-tool="remove"]' });
            showToast({
                text: `Scene ${removed.at + 1} was removed.`,
                action: {
                    label: 'Undo',
                    run: () => {
                        edit((now) => editor.restoreScene(now, removed));
                        setFocus({ key, target: 'textarea' });
                    },
                },
            });
        },
    };
}

/** Changes the script as it is now, which may be newer than what was drawn last. */
export function edit(change: (script: EditedScript) => EditedScript): void {
    const { script } = draft.value;
    if (script !== null) setScript(change(script));
}
