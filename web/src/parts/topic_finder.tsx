// From a niche to a topic: suggestions, then ideas as cards, of which one is picked.

import { useEffect, useRef, useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import type { Topic } from '../api/types.ts';
import { sentence } from '../format/sentences.ts';
import { capitalised } from '../state/choices.ts';
import { draft, setDraft } from '../state/draft.ts';
import { FieldFault, TextField } from './field.tsx';
import { Icon } from './icon.tsx';
import { ErrorNotice, Skeleton } from './notice.tsx';
import { useShowFault } from './use_show_fault.ts';
import { WordsAwayActions } from './words_away.tsx';

const ideasAtOnce = 8;
const nichesShown = 10;

const sourceNames: Record<string, string> = {
    starter: 'Finished script',
    wikipedia: 'From Wikipedia',
    model: 'From the language model',
};

/** What became of a search, for as long as the niche is the one that was searched. */
type Outcome =
    | { state: 'none' }
    | { state: 'searching' }
    | { state: 'found'; niche: string; notices: readonly string[] }
    | { state: 'failed'; error: ApiError };

interface TopicFinderProps {
    niches: readonly string[];
    /** What is wrong with the choice of a topic. */
    fault: string | undefined;
}

export function TopicFinder({ niches, fault }: TopicFinderProps) {
    const { niche, found, picked } = draft.value;
    const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
    const asking = useRef<AbortController>();
    const form = useRef<HTMLFormElement>(null);
    const error = outcome.state === 'failed' ? outcome.error : undefined;
    useShowFault(form, error);
    useEffect(() => () => asking.current?.abort(), []);

    const find = async (wanted: string): Promise<void> => {
        asking.current?.abort();
        const mine = new AbortController();
        asking.current = mine;
        setDraft({ niche: wanted, found: [], picked: '' });
        setOutcome({ state: 'searching' });
        try {
            const answer = await calls.topics(wanted.trim(), ideasAtOnce, mine.signal);
            if (mine.signal.aborted) return;
            setOutcome({ state: 'found', niche: wanted.trim(), notices: answer.notices });
            setDraft({ found: answer.topics, picked: '' });
        } catch (thrown) {
            if (!mine.signal.aborted) setOutcome({ state: 'failed', error: asApiError(thrown) });
        }
    };
    /** What an earlier search said, or would still say, is not about the niche that is typed now. */
    const type = (value: string): void => {
        asking.current?.abort();
        setOutcome({ state: 'none' });
        setDraft({ niche: value });
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        void find(niche);
    };
    const wrongNiche = error?.fieldError('/niche');
    return (
        <div class="finder">
            <form ref={form} class="finder-form" onSubmit={submit}>
                <TextField
                    label="Your niche"
                    name="niche"
                    large
                    value={niche}
                    placeholder="animals, space, money…"
                    error={wrongNiche ?? (found.length === 0 ? fault : undefined)}
                    maxLength={200}
                    onInput={type}
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
            <div aria-live="polite">
                {error !== undefined && wrongNiche === undefined && (
                    <ErrorNotice error={error} title="No topics this time" onRetry={() => void find(niche)}>
                        {error.isOfModel && <WordsAwayActions onText={() => setDraft({ way: 'text' })} />}
                    </ErrorNotice>
                )}
                {outcome.state === 'searching' && (
                    <Skeleton label="Looking for topics" shapes={['row', 'row', 'row', 'row']} />
                )}
                {outcome.state === 'found' && found.length === 0 && (
                    <p class="quiet">
                        Nothing was found for “{outcome.niche}”. Try a wider word, or bring your own topic.
                    </p>
                )}
                {outcome.state === 'found' &&
                    outcome.notices.map((notice) => (
                        <p key={notice} class="quiet">
                            {sentence(notice)}
                        </p>
                    ))}
            </div>
            {found.length > 0 && <TopicCards topics={found} picked={picked} fault={fault} />}
        </div>
    );
}

interface TopicCardsProps {
    topics: readonly Topic[];
    picked: string;
    fault: string | undefined;
}

function TopicCards({ topics, picked, fault }: TopicCardsProps) {
    return (
        <fieldset class="topics" role="radiogroup" aria-invalid={fault === undefined ? undefined : true}>
            <legend class="field-label">Pick one</legend>
            {fault !== undefined && <FieldFault message={fault} />}
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
