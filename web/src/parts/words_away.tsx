// What to do where the language model did not give its words: the ways that need none, and for the owner the place
// where it is connected.

import { session } from '../state/session.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

interface WordsAwayProps {
    onText: () => void;
}

export function WordsAwayActions({ onText }: WordsAwayProps) {
    const { value } = session;
    const isOwner = value.state === 'signed in' && value.user.role === 'owner';
    return (
        <>
            <button type="button" class="button" onClick={onText}>
                <Icon name="words" />
                Bring a text or a link
            </button>
            {isOwner && (
                <Link to="/settings#model" class="button">
                    <Icon name="model" />
                    Check the language model
                </Link>
            )}
        </>
    );
}
