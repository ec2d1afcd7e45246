// Where a video begins: three ways to its words, and how it is to look and sound. From here to a script, or straight
// to the video.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';
import type { Choices, VideoOrder, WordsOrder } from '../api/types.ts';
import { listed } from '../format/numbers.ts';
import { isSpeakable } from '../format/words.ts';
import { CreateBar } from '../parts/create_bar.tsx';
import { DraftBanner } from '../parts/draft_banner.tsx';
import { useStillShown, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { OptionsPanel } from '../parts/options_panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { useShowFault } from '../parts/use_show_fault.ts';
import { WaysOn, type Given } from '../parts/ways_on.tsx';
import { WordsInput } from '../parts/words_input.tsx';
import { WordsAwayActions } from '../parts/words_away.tsx';
import { draft, setDraft, startEditing, wordsOf, type Draft, type Way } from '../state/draft.ts';
import { fitOptions, options as chosenOptions, orderOf, type Options } from '../state/options.ts';
import { replaceScript } from '../state/replace_script.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import { scriptOfText } from '../state/script_editor.ts';
import { noteLength, spokenWords } from '../state/script_length.ts';
import { showError, showToast } from '../state/toasts.ts';

type Busy = 'no' | 'writing' | 'taking' | 'ordering';

export function CreatePage({ choices }: { choices: Choices }) {
    useTitle('Create');
    const [busy, setBusy] = useState<Busy>('no');
    const [error, setError] = useState<ApiError>();
    /** How often something was asked for without words or without a shape; 0 once there is what was missing. */
    const [missing, setMissing] = useState(0);
    const [led, setLed] = useState(0);
    const page = useRef<HTMLDivElement>(null);
    const writing = useRef<AbortController>();
    const isShown = useStillShown();
    const lastTried = useRef<Exclude<Busy, 'no'>>('writing');
    useShowFault(page, missing === 0 ? error : missing);
    useEffect(() => () => writing.current?.abort(), []);
    useEffect(() => {
        if (led > 0) page.current?.querySelector<HTMLElement>('[name="text"], [name="topic"]')?.focus();
    }, [led]);

    const current = draft.value;
    const options = fitOptions(chosenOptions.value, choices);
    const words = wordsOf(current);
    // What was refused is no longer what is asked for.
    useEffect(() => {
        setError(undefined);
        setMissing(0);
    }, [JSON.stringify(words), current.niche, current.found, chosenOptions.value]);

    const run = async (kind: Exclude<Busy, 'no'>, work: () => Promise<void>): Promise<void> => {
        if (busy !== 'no') return;
        setError(undefined);
        // A text that is a script as it stands has no shape yet.
        if (missingOf(words, current.way) !== undefined || (kind !== 'taking' && options.formats.length === 0)) {
            setMissing(missing + 1);
            return;
        }
        setMissing(0);
        lastTried.current = kind;
        setBusy(kind);
        try {
            await work();
        } catch (thrown) {
            if (!isShown()) tellElsewhere(thrown);
            else if (!wasAborted(thrown)) setError(asApiError(thrown));
        }
        setBusy('no');
    };
    const write = (): Promise<void> =>
        run('writing', async () => {
            writing.current = new AbortController();
            const written = await calls.writeScript(wordsOrder(current, options), writing.current.signal);
            noteLength(spokenWords(written.script, options.language), written.estimated_duration_s);
            replaceScript(() => startEditing(written.script, options.duration));
            navigate('/script');
        });
    const take = (): Promise<void> =>
        run('taking', async () => {
            writing.current = new AbortController();
            await takeText(current.text, options.language, writing.current.signal);
            navigate('/script');
        });
    const create = (): Promise<void> =>
        run('ordering', async () => {
            const order: VideoOrder = { ...words, ...orderOf(options) };
            const accepted = await calls.createVideo(order);
            void refreshRunning();
            if (isShown()) navigate(makePath(accepted.task_id));
        });
    const again = (): Promise<void> => ({ ordering: create, writing: write, taking: take })[lastTried.current]();
    const goTo = (way: Way): void => {
        setError(undefined);
        setMissing(0);
        setDraft({ way });
    };
    /** Somebody who chose a way on wants to type. */
    const leadTo = (way: Way): void => {
        goTo(way);
        setLed(led + 1);
    };

    const noWords = missing > 0 ? missingOf(words, current.way) : undefined;
    const noMaterial = error?.code === 'no_material' ? error : undefined;
    // The ways on, which stand below the field, begin with what is wrong.
    const fault = noWords ?? (noMaterial === undefined ? wordsFault(error) : undefined);
    return (
        <div ref={page} class="workbench">
            <div class="workbench-main">
                <h1 tabIndex={-1} class="display">
                    What should it say?
                </h1>
                <DraftBanner current={current} />
                <Segments
                    legend="Where the words come from"
                    hideLegend
                    value={current.way}
                    onChoose={goTo}
                    segments={[
                        { id: 'topics', content: 'Find topics' },
                        { id: 'topic', content: 'My topic' },
                        { id: 'text', content: 'My text' },
                    ]}
                />
                <WordsInput
                    way={current.way}
                    current={current}
                    choices={choices}
                    fault={fault}
                    onEnter={() => void write()}
                    onTake={() => void take()}
                />
                {noMaterial !== undefined && (
                    <WaysOn
                        detail={noMaterial.message}
                        ways={noMaterial.ways}
                        given={givenWords(words)}
                        go={{
                            text: () => leadTo('text'),
                            url: () => leadTo('text'),
                            topic: () => leadTo('topic'),
                            script: () => void take(),
                            model: () => navigate('/settings#model'),
                        }}
                    />
                )}
                {error !== undefined && noMaterial === undefined && !isAtField(error) && (
                    <ErrorNotice
                        error={error}
                        title="That did not work"
                        {...(error.mayDoLater ? { onRetry: () => void again() } : {})}
                    >
                        {error.isOfModel && current.way !== 'text' && (
                            <WordsAwayActions onText={() => leadTo('text')} />
                        )}
                    </ErrorNotice>
                )}
            </div>
            <OptionsPanel choices={choices} options={options} error={error} />
            <ActionBar
                summary={summaryOf(options)}
                busy={busy}
                onWrite={() => void write()}
                onCreate={() => void create()}
                onStop={() => writing.current?.abort()}
            />
        </div>
    );
}

/** Whoever has left the page hears of an order that failed, and of no words that they do not wait for any more. */
function tellElsewhere(thrown: unknown): void {
    if (!wasAborted(thrown)) showError(thrown);
}

/** The server reads the marks in a text; where it is away, nobody has to wait for it to go on writing. */
async function takeText(text: string, language: string, signal: AbortSignal): Promise<void> {
    try {
        const { script, estimated_duration_s } = await calls.readScript(text, language, signal);
        noteLength(spokenWords(script, language), estimated_duration_s);
        replaceScript(() => startEditing(script, null));
    } catch (thrown) {
        if (wasAborted(thrown)) throw thrown;
        const error = asApiError(thrown);
        if (!error.isNetwork && !error.mayDoLater) throw thrown;
        replaceScript(() => startEditing(scriptOfText(text), null));
        showToast({ text: takenAsItIs });
    }
}

const takenAsItIs =
    'The server could not be asked, so the script is your text just as you gave it. Look for marks such as # and ** in it.';

const missingWords: Record<Way, string> = {
    topics: 'Find topics and pick one first.',
    topic: 'Say what the video is about.',
    text: 'Paste a text or a link first.',
};

/** What has to be given before anything can be asked for. */
function missingOf(words: ReturnType<typeof wordsOf>, way: Way): string | undefined {
    if (words === undefined) return missingWords[way];
    if (words.text !== undefined && !isSpeakable(words.text)) return 'There is nothing to say in it. Add some words.';
    return undefined;
}

interface ActionBarProps {
    summary: string;
    busy: Busy;
    onWrite: () => void;
    onCreate: () => void;
    onStop: () => void;
}

function ActionBar({ summary, busy, onWrite, onCreate, onStop }: ActionBarProps) {
    return (
        <CreateBar
            summary={summary}
            hint={busy === 'writing' ? 'Writing the script… it may take two minutes.' : undefined}
        >
            {busy === 'writing' ? (
                <button type="button" class="button" onClick={onStop}>
                    Stop
                </button>
            ) : (
                <>
                    <button type="button" class="button" aria-disabled={busy !== 'no'} onClick={onCreate}>
                        {busy === 'ordering' ? 'One moment…' : 'Create video'}
                    </button>
                    <button type="button" class="button button-primary" aria-disabled={busy !== 'no'} onClick={onWrite}>
                        Write script
                        <Icon name="next" />
                    </button>
                </>
            )}
            {busy === 'writing' && <progress class="thin-progress" aria-label="Writing the script" />}
        </CreateBar>
    );
}

function wordsOrder(current: Draft, options: Options): WordsOrder {
    const order: WordsOrder = { ...wordsOf(current), duration: options.duration };
    if (options.language !== '') order.language = options.language;
    if (current.way === 'topics' && current.niche !== '') order.niche = current.niche.trim();
    return order;
}

/** What no material was found by. */
function givenWords(words: ReturnType<typeof wordsOf>): Given {
    if (words?.url !== undefined) return 'url';
    return words?.text === undefined ? 'topic' : 'text';
}

function summaryOf(options: Options): string {
    return `${options.duration} seconds, ${options.formats.length === 0 ? 'no shape yet' : listed(options.formats)}`;
}

const wordsFault = (error: ApiError | undefined): string | undefined =>
    error?.fieldError('/topic') ?? error?.fieldError('/text') ?? error?.fieldError('/url');

const shownAtFields = ['/topic', '/text', '/url', '/duration', '/formats', '/style', '/voice', '/language'];
const isAtField = (error: ApiError): boolean => shownAtFields.some((name) => error.fieldError(name) !== undefined);
