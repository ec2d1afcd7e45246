// Whom a script rests on: titles as links, with author and licence.

import type { Source } from '../api/types.ts';
import { isWebAddress } from './web_address.ts';

export function SourceList({ sources }: { sources: readonly Source[] }) {
    return (
        <ul>
            {sources.map((source) => (
                <li key={`${source.title} ${source.url}`}>
                    <SourceTitle source={source} />
                    <span class="quiet">{[source.author, source.licence].filter(isThere).join(', ')}</span>
                </li>
            ))}
        </ul>
    );
}

function SourceTitle({ source }: { source: Source }) {
    const title = isThere(source.title) ? source.title : source.url;
    if (!isWebAddress(source.url)) return <>{title}</>;
    return (
        <a href={source.url} target="_blank" rel="noreferrer">
            {title}
        </a>
    );
}

const isThere = (text: string | undefined): text is string => text !== undefined && text !== '';
