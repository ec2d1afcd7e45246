// Where the words of a video are given: a topic that is found, a topic of one's own, a text or a link.

import type { Choices } from '../api/types.ts';
import { isSpeakable } from '../format/words.ts';
import { isLink, setDraft, startEditing, type Draft, type Way } from '../state/draft.ts';
import { replaceScript } from '../state/replace_script.ts';
import { navigate } from '../state/router.ts';
import { emptyScript } from '../state/script_editor.ts';
import { TextArea, TextField } from './field.tsx';
import { Icon } from './icon.tsx';
import { TopicFinder } from './topic_finder.tsx';

interface WordsInputProps {
    way: Way;
    current: Draft;
    choices: Choices;
    fault: string | undefined;
    onEnter: () => void;
    /** The text is to be the script as it stands. */
    onTake: () => void;
}

export function WordsInput({ way, current, choices, fault, onEnter, onTake }: WordsInputProps) {
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
                hint={hintFor(current.text)}
                onInput={(text) => setDraft({ text })}
            />
            <OwnScript text={current.text} onTake={onTake} />
        </>
    );
}

function hintFor(text: string): string {
    if (isLink(text)) return 'This is a link: the article behind it will be read and named as the source.';
    if (text.trim() !== '' && !isSpeakable(text)) return 'There is nothing to say in it yet: add some words.';
    return 'A text is shortened to the length you choose, in its own words.';
}

function startEmpty(): void {
    replaceScript(() => startEditing(emptyScript, null));
    navigate('/script');
}

/** Words that nobody is to change. */
function OwnScript({ text, onTake }: { text: string; onTake: () => void }) {
    const isEmpty = text.trim() === '';
    if (isLink(text) || (!isEmpty && !isSpeakable(text))) return null;
    return (
        <p>
            <button type="button" class="button button-small button-quiet" onClick={isEmpty ? startEmpty : onTake}>
                <Icon name="edit" />
                {isEmpty ? 'Start with an empty script' : 'Use it word for word, scene by scene'}
            </button>
        </p>
    );
}
