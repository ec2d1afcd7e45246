// What to do where nothing honest can be said about a topic, or a text is too short: the server names ways, here they
// are buttons. The way that was just tried is not among them.

import type { User } from '../api/types.ts';
import { sentence } from '../format/sentences.ts';
import { navigate } from '../state/router.ts';
import { Icon } from './icon.tsx';

interface WaysOnProps {
    detail: string;
    user: User;
    /** Whether a text was given already. */
    hasText: boolean;
    onText: () => void;
    onLink: () => void;
    onOtherTopic: () => void;
}

export function WaysOn({ detail, user, hasText, onText, onLink, onOtherTopic }: WaysOnProps) {
    return (
        <section class="ways" role="alert" aria-labelledby="ways-title">
            <h2 id="ways-title">
                {hasText ? 'There is too little to go on yet' : 'Nothing honest to say about this yet'}
            </h2>
            <p>{sentence(detail)}</p>
            <div class="ways-list">
                <button type="button" class="way" onClick={onText}>
                    <Icon name="words" />
                    <strong>{hasText ? 'Write more' : 'Paste a text'}</strong>
                    <span>
                        {hasText
                            ? 'Some whole sentences more, or use it word for word'
                            : 'Notes or an article of yours, retold in its own words'}
                    </span>
                </button>
                <button type="button" class="way" onClick={onLink}>
                    <Icon name="link" />
                    <strong>Give a link</strong>
                    <span>To an article that knows about it</span>
                </button>
                {user.role === 'owner' && (
                    <button type="button" class="way" onClick={() => navigate('/settings#model')}>
                        <Icon name="model" />
                        <strong>Connect a model</strong>
                        <span>A language model that writes about anything</span>
                    </button>
                )}
                <button type="button" class="way" onClick={onOtherTopic}>
                    <Icon name="idea" />
                    <strong>{hasText ? 'Begin with a topic' : 'Try another topic'}</strong>
                    <span>A question often works better than a word</span>
                </button>
            </div>
        </section>
    );
}
