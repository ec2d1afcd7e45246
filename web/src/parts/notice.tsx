// What a page says instead of its content: an error with what to do next, an empty list, a page that is still coming.

import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/problem.ts';
import { sentence } from '../format/sentences.ts';
import { runsTheServer } from '../state/session.ts';
import { Icon, type IconName } from './icon.tsx';

interface ErrorNoticeProps {
    error: ApiError;
    title?: string;
    /** It stands in place of a whole page, so its title is the page's heading. */
    wholePage?: boolean;
    onRetry?: () => void;
    children?: ComponentChildren;
}

/** A condition that is not met leaves `false` where there would be a button. */
const isThere = (children: ComponentChildren): boolean => children !== undefined && children !== false;

/** Read out at once; keeps the form around it as it was. */
export function ErrorNotice({ error, title, wholePage, onRetry, children }: ErrorNoticeProps) {
    const wait = error.waitSeconds;
    return (
        <div class="notice notice-error" role="alert">
            <Icon name={error.isNetwork ? 'offline' : 'warning'} />
            <div class="notice-words">
                {wholePage === true ? (
                    <h1 class="notice-title">{title ?? error.problem.title}</h1>
                ) : (
                    <p class="notice-title">{title ?? error.problem.title}</p>
                )}
                <p>{sentence(error.message)}</p>
                {wait !== undefined && !/\bwait\b/i.test(error.message) && <p>Wait {wait} seconds, then try again.</p>}
                {error.requestNumber !== '' && error.isOfServer && (
                    <p class="quiet">
                        {runsTheServer.value
                            ? "Its number, in the server's log: "
                            : 'Give this number to whoever runs the server: '}
                        <code>{error.requestNumber}</code>
                    </p>
                )}
                <TechnicalDetails text={error.technical} />
                {(onRetry !== undefined || isThere(children)) && (
                    <div class="actions">
                        {onRetry !== undefined && (
                            <button type="button" class="button" onClick={onRetry}>
                                <Icon name="again" />
                                Try again
                            </button>
                        )}
                        {children}
                    </div>
                )}
            </div>
        </div>
    );
}

/** What is left out of the words for makers, which only those see who can do something with it. */
export function TechnicalDetails({ text }: { text: string }) {
    if (!runsTheServer.value || text === '') return null;
    return (
        <details class="technical">
            <summary>Technical details</summary>
            <p>{sentence(text)}</p>
        </details>
    );
}

/** What the maker should know of the words or the video. */
export function Notices({ notices }: { notices: readonly string[] }) {
    return notices.map((notice) => (
        <p key={notice} class="notice notice-plain">
            <Icon name="idea" />
            {sentence(notice)}
        </p>
    ));
}

interface EmptyProps {
    icon: IconName;
    title: string;
    children: ComponentChildren;
}

export function Empty({ icon, title, children }: EmptyProps) {
    return (
        <div class="empty">
            <span class="empty-icon">
                <Icon name={icon} />
            </span>
            <h2>{title}</h2>
            {children}
        </div>
    );
}

/** Grey shapes where content will be. They appear only after a moment, so that a fast answer does not flicker. */
export function Skeleton({ shapes, label }: { shapes: readonly string[]; label: string }) {
    return (
        <div class="skeleton" role="status">
            <span class="only-read-out">{label}</span>
            {shapes.map((shape, index) => (
                <span key={index} class={`bone bone-${shape}`} />
            ))}
        </div>
    );
}
