// Where a video begins: three ways to its words, and how it is to look and sound. From here to a script, or straight
// to the video.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';
import type { Choices, User, VideoOrder, WordsOrder } from '../api/types.ts';
import { listed } from '../format/numbers.ts';
import { TextArea, TextField, useFocusOnFault } from '../parts/field.tsx';
import { useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { OptionsPanel } from '../parts/options_panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { TopicFinder } from '../parts/topic_finder.tsx';
import { WaysOn } from '../parts/ways_on.tsx';
import { WordsAwayActions } from '../parts/words_away.tsx';
import { draft, isLink, setDraft, setScript, startEditing, wordsOf, type Draft, type Way } from '../state/draft.ts';
import { fitOptions, options as chosenOptions, orderOf, type Options } from '../state/options.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import { emptyScript, isEmptyScript, scriptOfText } from '../state/script_editor.ts';
import { showToast } from '../state/toasts.ts';

type Busy = 'no' | 'writing' | 'ordering';

export function CreatePage({ user, choices }: { user: User; choices: Choices }) {
    useTitle('Create');
    const [busy, setBusy] = useState<Busy>('no');
    const [error, setError] = useState<ApiError>();
    const [missing, setMissing] = useState(0);
    const page = useRef<HTMLDivElement>(null);
    const writing = useRef<AbortController>();
    const lastTried = useRef<Exclude<Busy, 'no'>>('writing');
    useFocusOnFault(page, missing === 0 ? error : missing);
    useEffect(() => () => writing.current?.abort(), []);

    const current = draft.value;
    const options = fitOptions(chosenOptions.value, choices);
    const words = wordsOf(current);
    // What was refused is no longer what is asked for.
    useEffect(() => setError(undefined), [JSON.stringify(words), chosenOptions.value]);

    const run = async (kind: Exclude<Busy, 'no'>, work: () => Promise<void>): Promise<void> => {
        if (busy !== 'no') return;
        setError(undefined);
        if (words === undefined || options.formats.length === 0) {
            setMissing(missing + 1);
            return;
        }
        setMissing(0);
        lastTried.current = kind;
        setBusy(kind);
        try {
            await work();
        } catch (thrown) {
            if (!wasAborted(thrown)) setError(asApiError(thrown));
        }
        setBusy('no');
    };
    const write = (): Promise<void> =>
        run('writing', async () => {
            writing.current = new AbortController();
            const script = await calls.writeScript(wordsOrder(current, options), writing.current.signal);
            replaceScript(() => startEditing(script));
            navigate('/script');
        });
    const create = (): Promise<void> =>
        run('ordering', async () => {
            const order: VideoOrder = { ...words, ...orderOf(options) };
            const accepted = await calls.createVideo(order);
            void refreshRunning();
            navigate(makePath(accepted.task_id));
        });
    const again = (): Promise<void> => (lastTried.current === 'ordering' ? create() : write());
    const goTo = (way: Way): void => {
        setError(undefined);
        setMissing(0);
        setDraft({ way });
    };

    const fault = missing > 0 && words === undefined ? missingWords[current.way] : wordsFault(error);
    const noMaterial = error?.code === 'no_material' ? error : undefined;
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
                />
                {noMaterial !== undefined && (
                    <WaysOn
                        detail={noMaterial.message}
                        user={user}
                        onText={() => goTo('text')}
                        onLink={() => goTo('text')}
                        onOtherTopic={() => goTo('topic')}
                    />
                )}
                {error !== undefined && noMaterial === undefined && !isAtField(error) && (
                    <ErrorNotice error={error} title="That did not work">
                        {error.isWordsAway && (
                            <WordsAwayActions onRetry={() => void again()} onText={() => goTo('text')} />
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

const missingWords: Record<Way, string> = {
    topics: 'Find topics and pick one first.',
    topic: 'Say what the video is about.',
    text: 'Paste a text or a link first.',
};

interface WordsInputProps {
    way: Way;
    current: Draft;
    choices: Choices;
    fault: string | undefined;
    onEnter: () => void;
}

function WordsInput({ way, current, choices, fault, onEnter }: WordsInputProps) {
    if (way === 'topics') return <TopicFinder niches={choices.niches} fault={fault} />;
    if (way === 'topic') {
        return (
            <form
                key="topic"
                onSubmit={(event) => {
                    event.preventDefault();
                    onEnter();
                }}
            >
                <TextField
                    label="Your topic"
                    name="topic"
                    large
                    value={current.topic}
                    error={fault}
                    maxLength={200}
                    placeholder="Why is the sky blue?"
                    hint="A question that the video answers works best."
                    onInput={(topic) => setDraft({ topic })}
                />
            </form>
        );
    }
    return (
        <>
            <TextArea
                key="text"
                label="Your text, or a link to an article"
                name="text"
                rows={12}
                value={current.text}
                error={fault}
                placeholder="Paste your notes, an article, or https://…"
                hint={
                    isLink(current.text)
                        ? 'This is a link: the article behind it will be read and named as the source.'
                        : 'A text is shortened to the length you choose, in its own words.'
                }
                onInput={(text) => setDraft({ text })}
            />
            <OwnScript text={current.text} />
        </>
    );
}

/** Words that nobody is to change. */
function OwnScript({ text }: { text: string }) {
    if (isLink(text)) return null;
    const isEmpty = text.trim() === '';
    const open = (): void => {
        replaceScript(() => startEditing(isEmpty ? emptyScript : scriptOfText(text)));
        navigate('/script');
    };
    return (
        <p>
            <button type="button" class="button button-small button-quiet" onClick={open}>
                <Icon name="edit" />
                {isEmpty ? 'Start with an empty script' : 'Use it word for word, a paragraph a scene'}
            </button>
        </p>
    );
}

function DraftBanner({ current }: { current: Draft }) {
    if (current.script === null || isEmptyScript(current.script)) return null;
    const title = current.script.title ?? '';
    return (
        <div class="draft-banner">
            <Icon name="edit" />
            <p>
                You have an unfinished script{title === '' ? '' : ': '}
                <strong>{title}</strong>
            </p>
            <Link to="/script" class="button button-small">
                Go on writing
            </Link>
            <button
                type="button"
                class="button button-small button-quiet"
                onClick={() => replaceScript(() => setScript(null))}
            >
                Discard
            </button>
        </div>
    );
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
        <div class="action-bar">
            <p class="action-summary" role="status">
                {busy === 'writing' ? 'Writing the script… a language model may take a minute.' : summary}
            </p>
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
        </div>
    );
}

function wordsOrder(current: Draft, options: Options): WordsOrder {
    const order: WordsOrder = { ...wordsOf(current), duration: options.duration };
    if (options.language !== '') order.language = options.language;
    if (current.way === 'topics' && current.niche !== '') order.niche = current.niche.trim();
    return order;
}

function summaryOf(options: Options): string {
    return `${options.duration} seconds, ${listed(options.formats)}`;
}

const wordsFault = (error: ApiError | undefined): string | undefined =>
    error?.fieldError('/topic') ?? error?.fieldError('/text') ?? error?.fieldError('/url');

const shownAtFields = ['/topic', '/text', '/url', '/duration', '/formats', '/style', '/voice', '/language'];
const isAtField = (error: ApiError): boolean => shownAtFields.some((name) => error.fieldError(name) !== undefined);

/** A script that gives way to another, or to nothing, can be taken back. */
function replaceScript(change: () => void): void {
    const earlier = draft.value.script;
    change();
    if (earlier === null || isEmptyScript(earlier)) return;
    showToast({ text: 'Your earlier script was put away.', action: { label: 'Undo', run: () => setScript(earlier) } });
}
