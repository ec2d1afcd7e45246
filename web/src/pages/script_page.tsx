// The script, scene by scene: words are edited, scenes moved, added and removed, with the length always in view. From
// here to the video.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import type { Choices, Source } from '../api/types.ts';
import { plural, spokenDuration } from '../format/numbers.ts';
import { countWords, speakingSeconds } from '../format/words.ts';
import { FieldFault, TextField } from '../parts/field.tsx';
import { useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, ErrorNotice, Notices } from '../parts/notice.tsx';
import { OptionsPanel } from '../parts/options_panel.tsx';
import { SceneCard, type SceneActions } from '../parts/scene_card.tsx';
import { SourceList } from '../parts/source_list.tsx';
import { draft, setScript } from '../state/draft.ts';
import { fitOptions, options as chosenOptions, orderOf } from '../state/options.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import * as editor from '../state/script_editor.ts';
import type { EditedScript, ScriptFault } from '../state/script_editor.ts';
import { showToast } from '../state/toasts.ts';

export function ScriptPage({ choices }: { choices: Choices }) {
    useTitle('Script');
    const { script } = draft.value;
    if (script === null) {
        return (
            <>
                <h1 tabIndex={-1} class="only-read-out">
                    Script
                </h1>
                <Empty icon="words" title="There is no script yet">
                    <p>Choose a topic or bring a text, and MSS writes one.</p>
                    <Link to="/" class="button button-primary">
                        Start with the words
                    </Link>
                </Empty>
            </>
        );
    }
    return <ScriptEditor script={script} choices={choices} />;
}

function ScriptEditor({ script, choices }: { script: EditedScript; choices: Choices }) {
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<ApiError>();
    const [faults, setFaults] = useState<readonly ScriptFault[]>([]);
    const list = useRef<HTMLOListElement>(null);
    const options = fitOptions(chosenOptions.value, choices);
    const language = script.language ?? 'en';
    const actions = useSceneActions(list);
    const faultAt = (where: string): string | undefined => faults.find((fault) => fault.where === where)?.message;
    useEffect(() => {
        document.querySelector<HTMLElement>('.workbench [aria-invalid="true"]')?.focus();
    }, [faults]);

    const create = async (): Promise<void> => {
        if (busy) return;
        const found = editor.faultsOf(script);
        setFaults(found);
        setError(undefined);
        if (found.length > 0 || options.formats.length === 0) return;
        setBusy(true);
        try {
            const accepted = await calls.createVideo({ script: editor.plainScript(script), ...orderOf(options) });
            setScript(null);
            void refreshRunning();
            navigate(makePath(accepted.task_id));
        } catch (thrown) {
            const refused = asApiError(thrown);
            setError(refused);
            setFaults(faultsFrom(refused, script));
            setBusy(false);
        }
    };
    return (
        <div class="workbench">
            <div class="workbench-main">
                <p class="crumb">
                    <Link to="/">
                        <Icon name="back" />
                        Words
                    </Link>
                </p>
                <h1 tabIndex={-1}>Your script</h1>
                <Notices notices={script.notices ?? []} />
                <TextField
                    label="Title"
                    name="title"
                    large
                    value={script.title ?? ''}
                    error={faultAt('title')}
                    onInput={(title) => edit((old) => editor.setTitle(old, title))}
                />
                <ol ref={list} class="scenes" aria-label="Scenes">
                    {script.scenes.map((scene, index) => (
                        <SceneCard
                            key={scene.key}
                            scene={scene}
                            number={index + 1}
                            count={script.scenes.length}
                            language={language}
                            fault={faultAt(scene.key)}
                            actions={actions}
                        />
                    ))}
                </ol>
                {faultAt('scenes') !== undefined && <FieldFault message={faultAt('scenes') ?? ''} />}
                <button type="button" class="button add-scene" onClick={() => actions.addAfter('')}>
                    <Icon name="add" />
                    Add a scene
                </button>
                <Sources sources={script.sources ?? []} />
                {error !== undefined && <ErrorNotice error={error} title="The video was not ordered" />}
            </div>
            <OptionsPanel choices={choices} options={options} error={error} hideLength />
            <div class="action-bar">
                <p class="action-summary" role="status">
                    {lengthOf(script, language)}
                </p>
                <button type="button" class="button button-primary" aria-disabled={busy} onClick={() => void create()}>
                    <Icon name="play" />
                    {busy ? 'One moment…' : 'Create video'}
                </button>
            </div>
        </div>
    );
}

/** Changes the script as it is now, which may be newer than what was drawn last. */
function edit(change: (script: EditedScript) => EditedScript): void {
    const { script } = draft.value;
    if (script !== null) setScript(change(script));
}

/** The focus follows what was done: with a moved scene, into a new one, to the neighbour of a removed one. */
function useSceneActions(list: { readonly current: HTMLOListElement | null }): SceneActions {
    const [focus, setFocus] = useState<{ key: string; target: string }>();
    useEffect(() => {
        if (focus === undefined) return;
        const scene = list.current?.querySelector(`[id="scene-${focus.key}"]`);
        scene?.querySelector<HTMLElement>(focus.target)?.focus();
    }, [focus]);
    return {
        setText: (key, text) => edit((script) => editor.setText(script, key, text)),
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

function Sources({ sources }: { sources: readonly Source[] }) {
    if (sources.length === 0) return null;
    return (
        <section class="sources" aria-labelledby="sources-title">
            <h2 id="sources-title">Sources</h2>
            <SourceList sources={sources} />
        </section>
    );
}

function lengthOf(script: EditedScript, language: string): string {
    const texts = script.scenes.map((scene) => scene.text);
    const words = texts.reduce((sum, text) => sum + countWords(text, language), 0);
    const seconds = texts.reduce((sum, text) => sum + speakingSeconds(text, language), 0);
    return `${plural(script.scenes.length, 'scene')}, ${plural(words, 'word')}, about ${spokenDuration(seconds)}`;
}

/** "/script/scenes/2/text" is at the third scene. */
function faultsFrom(error: ApiError, script: EditedScript): ScriptFault[] {
    return error.fieldErrors.flatMap((fault) => {
        const number = /\/scenes\/(\d+)/.exec(fault.pointer)?.[1];
        const scene = number === undefined ? undefined : script.scenes[Number(number)];
        if (scene !== undefined) return [{ where: scene.key, message: fault.detail }];
        return fault.pointer.endsWith('/title') ? [{ where: 'title', message: fault.detail }] : [];
    });
}
