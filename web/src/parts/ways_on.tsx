// What to do where nothing honest can be said about a topic: the server names three ways, here they are buttons.

import type { User } from '../api/types.ts';
import { navigate } from '../state/router.ts';
import { Icon } from './icon.tsx';

interface WaysOnProps {
    detail: string;
    user: User;
    onText: () => void;
    onLink: () => void;
    onOtherTopic: () => void;
}

export function WaysOn({ detail, user, onText, onLink, onOtherTopic }: WaysOnProps) {
    return (
        <section class="ways" role="alert" aria-labelledby="ways-title">
            <h2 id="ways-title">Nothing honest to say about this yet</h2>
            <p>{detail}</p>
            <div class="ways-list">
                <button type="button" class="way" onClick={onText}>
                    <Icon name="words" />
                    <strong>Paste a text</strong>
                    <span>Notes or an article of yours, retold in its own words</span>
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
                    <strong>Try another topic</strong>
                    <span>A question often works better than a word</span>
                </button>
            </div>
        </section>
    );
}
