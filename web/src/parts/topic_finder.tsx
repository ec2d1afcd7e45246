// From a niche to a topic: suggestions, then ideas as cards, of which one is picked.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, wasAborted, type ApiError } from '../api/problem.ts';
import type { Topic } from '../api/types.ts';
import { sentence } from '../format/sentences.ts';
import { capitalised } from '../state/choices.ts';
import { draft, setDraft } from '../state/draft.ts';
import { FieldFault, TextField, useFocusOnFault } from './field.tsx';
import { Icon } from './icon.tsx';
import { ErrorNotice, Skeleton } from './notice.tsx';

const ideasAtOnce = 8;
const nichesShown = 10;

const sourceNames: Record<string, string> = {
    starter: 'Finished script',
    wikipedia: 'From Wikipedia',
    model: 'From the language model',
};

export function TopicFinder({ niches, fault }: { niches: readonly string[]; fault: string | undefined }) {
    const { niche, found, picked } = draft.value;
    const [searching, setSearching] = useState(false);
    const [notices, setNotices] = useState<readonly string[]>([]);
    const [searched, setSearched] = useState('');
    const [error, setError] = useState<ApiError>();
    const asking = useRef<AbortController>();
    const form = useRef<HTMLFormElement>(null);
    useFocusOnFault(form, error);
    useEffect(() => () => asking.current?.abort(), []);

    const find = async (wanted: string): Promise<void> => {
        asking.current?.abort();
        const controller = new AbortController();
        asking.current = controller;
        setDraft({ niche: wanted, found: [], picked: '' });
        setSearching(true);
        setError(undefined);
        try {
            const answer = await calls.topics(wanted.trim(), ideasAtOnce, controller.signal);
            setNotices(answer.notices);
            setSearched(wanted.trim());
            setDraft({ found: answer.topics, picked: '' });
        } catch (thrown) {
            if (wasAborted(thrown)) return;
            setError(asApiError(thrown));
        }
        setSearching(false);
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        void find(niche);
    };
    const atField = error?.fieldError('/niche');
    return (
        <div class="finder">
            <form ref={form} class="finder-form" onSubmit={submit}>
                <TextField
                    label="Your niche"
                    name="niche"
                    large
                    value={niche}
                    placeholder="animals, space, money…"
                    error={atField}
                    maxLength={200}
                    onInput={(value) => setDraft({ niche: value })}
                />
                <button type="submit" class="button button-large">
                    <Icon name="search" />
                    Find topics
                </button>
            </form>
            {niches.length > 0 && (
                <ul class="chips" aria-label="Suggested niches">
                    {niches.slice(0, nichesShown).map((suggestion) => (
                        <li key={suggestion}>
                            <button type="button" class="chip" onClick={() => void find(suggestion)}>
                                {capitalised(suggestion)}
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            {fault !== undefined && <FieldFault message={fault} />}
            <div aria-live="polite">
                {error !== undefined && atField === undefined && (
                    <ErrorNotice error={error} title="No topics this time" onRetry={() => void find(niche)} />
                )}
                {searching && <Skeleton label="Looking for topics" shapes={['row', 'row', 'row', 'row']} />}
                {!searching && searched !== '' && found.length === 0 && error === undefined && (
                    <p class="quiet">Nothing was found for “{searched}”. Try a wider word, or bring your own topic.</p>
                )}
                {notices.map((notice) => (
                    <p key={notice} class="quiet">
                        {sentence(notice)}
                    </p>
                ))}
            </div>
            {found.length > 0 && <TopicCards topics={found} picked={picked} />}
        </div>
    );
}

function TopicCards({ topics, picked }: { topics: readonly Topic[]; picked: string }) {
    return (
        <fieldset class="topics">
            <legend class="field-label">Pick one</legend>
            {topics.map((topic) => (
                <label key={topic.title} class="topic">
                    <input
                        type="radio"
                        name="picked"
                        value={topic.title}
                        checked={picked === topic.title}
                        onChange={() => setDraft({ picked: topic.title })}
                    />
                    <span class="topic-face">
                        <strong>{topic.title}</strong>
                        {about(topic) !== '' && <span>{about(topic)}</span>}
                        <small>
                            {sourceNames[topic.source] ?? topic.source}
                            {topic.niche !== '' && ` · ${topic.niche}`}
                        </small>
                    </span>
                </label>
            ))}
        </fieldset>
    );
}

const about = (topic: Topic): string => topic.hook ?? topic.angle ?? '';
