// The script, scene by scene: words are edited, scenes moved, added and removed, with the length always in view. From
// here to the video.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import type { Choices, Source } from '../api/types.ts';
import { plural, seconds } from '../format/numbers.ts';
import { comparedWithAsked, countWords, speakingSeconds } from '../format/words.ts';
import { CreateBar } from '../parts/create_bar.tsx';
import { FieldFault, TextField } from '../parts/field.tsx';
import { useStillShown, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, ErrorNotice, Notices } from '../parts/notice.tsx';
import { OptionsPanel } from '../parts/options_panel.tsx';
import { SceneCard } from '../parts/scene_card.tsx';
import { SpeechOptions } from '../parts/speech_options.tsx';
import { SourceList } from '../parts/source_list.tsx';
import { edit, useSceneActions } from '../parts/use_scene_actions.ts';
import { useScriptLength } from '../parts/use_script_length.ts';
import { useShowFault } from '../parts/use_show_fault.ts';
import { draft, putAwayOrdered } from '../state/draft.ts';
import { fitOptions, optionsOfScript, orderOf } from '../state/options.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import * as editor from '../state/script_editor.ts';
import type { EditedScript, ScriptFault } from '../state/script_editor.ts';
import { roughLength, spokenWords } from '../state/script_length.ts';
import { faultPlaces, refusedFaults, stillWrong } from '../state/script_faults.ts';
import { showError, showToast } from '../state/toasts.ts';

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

/** An order that was refused, and the script that it was about. */
interface Refusal {
    script: EditedScript;
    error: ApiError | undefined;
    faults: readonly ScriptFault[];
}

function ScriptEditor({ script, choices }: { script: EditedScript; choices: Choices }) {
    const [busy, setBusy] = useState(false);
    const [refusal, setRefusal] = useState<Refusal>();
    const page = useRef<HTMLDivElement>(null);
    const list = useRef<HTMLOListElement>(null);
    const chosen = optionsOfScript();
    const options = fitOptions(chosen, choices, script.language);
    const language = script.language ?? 'en';
    const actions = useSceneActions(list);
    const isShown = useStillShown();
    useShowFault(page, refusal);
    // A choice that was refused is no longer what is asked for.
    useEffect(() => setRefusal(undefined), [JSON.stringify(chosen)]);
    const error = refusal?.error;
    const faults = refusal === undefined ? [] : stillWrong(refusal.faults, refusal.script, script);
    const faultAt = (where: string): string | undefined => faults.find((fault) => fault.where === where)?.message;

    const create = async (): Promise<void> => {
        if (busy) return;
        const found = editor.faultsOf(script);
        if (found.length > 0 || options.formats.length === 0) {
            setRefusal({ script, error: undefined, faults: found });
            return;
        }
        setRefusal(undefined);
        setBusy(true);
        try {
            const accepted = await calls.createVideo({ script: editor.plainScript(script), ...orderOf(options) });
            const lead = isShown();
            if (putAwayOrdered(script) && lead) showToast({ text: keptWords });
            void refreshRunning();
            if (lead) navigate(makePath(accepted.task_id));
        } catch (thrown) {
            if (!isShown()) return showError(thrown);
            const refused = asApiError(thrown);
            setRefusal({ script, error: refused, faults: refusedFaults(refused, script) });
            setBusy(false);
        }
    };
    const words = spokenWords(script, options.language);
    const length = useScriptLength(words, busy);
    const spoken = Math.round(length);
    /** So that the scenes add up to the whole. */
    const share = words.texts.length === 0 ? 1 : length / roughLength(words);
    return (
        <div ref={page} class="workbench">
            <div class="workbench-main">
                <p class="crumb">
                    <Link to="/">
                        <Icon name="back" />
                        Words
                    </Link>
                </p>
                <h1 tabIndex={-1}>Your script</h1>
                <WrittenNotices notices={script.notices ?? []} />
                <TextField
                    label="Title"
                    name="title"
                    large
                    value={script.title ?? ''}
                    placeholder={editor.titleOf(script)}
                    error={faultAt('title')}
                    {...((script.title ?? '').trim() === ''
                        ? { hint: 'Without a title the video is called by its first words.' }
                        : {})}
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
                            seconds={share * (speakingSeconds(scene.text, words.language) / words.pace + (scene.pause_s ?? 0))}
                            fault={faultAt(scene.key)}
                            actions={actions}
                        />
                    ))}
                </ol>
                {faultAt('scenes') !== undefined && <FieldFault message={faultAt('scenes') ?? ''} />}
                <button
                    type="button"
                    class="button add-scene"
                    data-mends={faultAt('scenes')}
                    onClick={() => actions.addAfter('')}
                >
                    <Icon name="add" />
                    Add a scene
                </button>
                <SpeechOptions script={script} fault={faultAt('pronunciations')} />
                <Sources sources={script.sources ?? []} />
                {error !== undefined && refusal?.faults.length === 0 && !isAtOption(error) && (
                    <ErrorNotice error={error} title="The video was not ordered" />
                )}
            </div>
            <OptionsPanel
                choices={choices}
                options={options}
                error={error}
                wordsLanguage={script.language}
                characters={charactersIn(script)}
                hideLength
            />
            <CreateBar
                summary={[
                    plural(script.scenes.length, 'scene'),
                    plural(wordsIn(script, language), 'word'),
                    ...(spoken === 0 ? [] : [`about ${seconds(spoken)}`]),
                ].join(', ')}
                hint={faultPlaces(faults, script) ?? comparedWithAsked(spoken, draft.value.asked)}
            >
                <button type="button" class="button button-primary" aria-disabled={busy} onClick={() => void create()}>
                    <Icon name="play" />
                    {busy ? 'One moment…' : 'Create video'}
                </button>
            </CreateBar>
        </div>
    );
}

const charactersIn = (script: EditedScript): number =>
    script.scenes.reduce((count, scene) => count + [...scene.text].length, 0);

const keptWords = 'The video is made of the words as you sent them. What you changed since is kept as your script.';

/** What is said of its length here was so then, and the bar at the foot says how it is now. */
function WrittenNotices({ notices }: { notices: readonly string[] }) {
    if (notices.length === 0) return null;
    return (
        <section class="written-notices" aria-labelledby="notices-title">
            <h2 id="notices-title" class="field-label">
                When it was written
            </h2>
            <Notices notices={notices} />
        </section>
    );
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

const wordsIn = (script: EditedScript, language: string): number =>
    script.scenes.reduce((sum, scene) => sum + countWords(scene.text, language), 0);

const optionMembers = ['/formats', '/style', '/voice', '/language'];
const isAtOption = (error: ApiError): boolean => optionMembers.some((name) => error.fieldError(name) !== undefined);
