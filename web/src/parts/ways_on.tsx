// What to do where nothing honest can be said about a topic, or a text is too short. Which ways there are the server
// decides, which knows what was given, who asks and whether a model is connected; those that the page can go are buttons
// here, the others are told in the server's words.

import type { WayOn } from '../api/problem.ts';
import { sentence } from '../format/sentences.ts';
import { Icon, type IconName } from './icon.tsx';

/** The member of the order that its words were to be found by. */
export type Given = 'topic' | 'text' | 'url';
type Code = Given | 'script' | 'model';

interface WaysOnProps {
    detail: string;
    ways: readonly WayOn[];
    given: Given;
    go: Record<Code, () => void>;
}

export function WaysOn({ detail, ways, given, go }: WaysOnProps) {
    const told = ways.filter((way) => !isKnown(way.code));
    return (
        <section class="ways" role="alert" aria-labelledby="ways-title">
            <h2 id="ways-title">{titles[given]}</h2>
            <p>{sentence(detail)}</p>
            <div class="ways-list">
                {ways.map(
                    ({ code }) =>
                        isKnown(code) && <WayButton key={code} code={code} given={given} onClick={go[code]} />,
                )}
            </div>
            {told.map((way) => (
                <p key={way.sentence} class="quiet">
                    {sentence(way.sentence)}
                </p>
            ))}
        </section>
    );
}

function WayButton({ code, given, onClick }: { code: Code; given: Given; onClick: () => void }) {
    const { title, about } = (code === given ? sameAgain[given] : undefined) ?? elsewhere[code];
    return (
        <button type="button" class="way" onClick={onClick}>
            <Icon name={icons[code]} />
            <strong>{title}</strong>
            <span>{about}</span>
        </button>
    );
}

const titles: Record<Given, string> = {
    topic: 'Nothing honest to say about this yet',
    text: 'There is too little to go on yet',
    url: 'There is too little to go on there',
};

interface Words {
    title: string;
    about: string;
}

const elsewhere: Record<Code, Words> = {
    text: { title: 'Paste a text', about: 'Notes or an article of yours, retold in its own words' },
    url: { title: 'Give a link', about: 'To an article about it' },
    topic: { title: 'Begin with a topic', about: 'A question often works better than a word' },
    script: { title: 'Use it word for word', about: 'As a script, which is spoken as it is, however short' },
    model: { title: 'Connect a model', about: 'A language model that writes about anything' },
};

/** Where the way is the one that was just tried. */
const sameAgain: Record<Given, Words> = {
    text: { title: 'Write more', about: 'A text needs at least two whole sentences' },
    url: { title: 'Give another link', about: 'To an article that says more' },
    topic: { title: 'Ask in other words', about: 'Or for another topic: a question often works better than a word' },
};

const icons: Record<Code, IconName> = { text: 'words', url: 'link', topic: 'idea', script: 'edit', model: 'model' };

const isKnown = (code: string): code is Code => Object.hasOwn(icons, code);
