// What to do where the language model did not give its words: the ways that need none, and who can look after it. The
// owner is led to where that is done, others are told whom to ask.

import { isOwner } from '../state/session.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

interface WordsAwayProps {
    onText: () => void;
}

export function WordsAwayActions({ onText }: WordsAwayProps) {
    return (
        <>
            <button type="button" class="button" onClick={onText}>
                <Icon name="words" />
                Bring a text or a link
            </button>
            <LookAfterModel />
        </>
    );
}

/** Among actions. */
export function LookAfterModel() {
    if (!isOwner.value)
        return (
            <p class="quiet actions-note">
                If it stays so, ask the owner of this server to check the language model in the settings.
            </p>
        );
    return (
        <Link to="/settings#model" class="button">
            <Icon name="model" />
            Check the language model
        </Link>
    );
}
