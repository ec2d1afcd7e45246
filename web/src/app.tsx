// The page as a whole: who is signed in decides what is shown, and the address which page.

import { Component, type ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { User } from './api/types.ts';
import { asApiError } from './api/problem.ts';
import { useLoaded, useTitle } from './parts/hooks.ts';
import { Icon } from './parts/icon.tsx';
import { Link } from './parts/link.tsx';
import { Empty, ErrorNotice, Skeleton } from './parts/notice.tsx';
import { PageHeader } from './parts/page_header.tsx';
import { ToastArea } from './parts/toast_area.tsx';
import { BoardPage } from './pages/board_page.tsx';
import { CreatePage } from './pages/create_page.tsx';
import { LibraryPage } from './pages/library_page.tsx';
import { ScriptPage } from './pages/script_page.tsx';
import { SettingsPage } from './pages/settings_page.tsx';
import { StartPage } from './pages/start_page.tsx';
import { VideoPage } from './pages/video_page.tsx';
import { choices, loadChoices } from './state/choices.ts';
import { openDraft } from './state/draft.ts';
import { online } from './state/online.ts';
import { path, route } from './state/router.ts';
import { openSession, session } from './state/session.ts';

export function App() {
    const current = session.value;
    return (
        <>
            {!online.value && (
                <p class="offline" role="status">
                    <Icon name="offline" />
                    You are offline. What you write is kept on this device.
                </p>
            )}
            <DefectBoundary>
                {current.state === 'loading' && <Skeleton label="Loading" shapes={['title', 'row', 'row']} />}
                {current.state === 'unreachable' && (
                    <main class="page page-narrow">
                        <ErrorNotice wholePage error={current.error} onRetry={() => void openSession()} />
                    </main>
                )}
                {current.state === 'signed out' && <StartPage start={current.start} expired={current.expired} />}
                {current.state === 'signed in' && <SignedIn key={current.user.id} user={current.user} />}
            </DefectBoundary>
            <ToastArea />
        </>
    );
}

function SignedIn({ user }: { user: User }) {
    useState(() => openDraft(user.id));
    const main = useRef<HTMLElement>(null);
    const shown = useRef(path.value);
    useEffect(() => {
        if (shown.current === path.value) return;
        shown.current = path.value;
        const heading = main.current?.querySelector<HTMLElement>('h1[tabindex]');
        (heading ?? main.current)?.focus({ preventScroll: true });
    }, [path.value]);
    return (
        <>
            <a class="skip-link" href="#content">
                Skip to the content
            </a>
            <PageHeader user={user} />
            <main ref={main} id="content" class="page" tabIndex={-1}>
                <DefectBoundary key={path.value}>
                    <CurrentPage user={user} />
                </DefectBoundary>
            </main>
        </>
    );
}

function CurrentPage({ user }: { user: User }) {
    const current = route.value;
    switch (current.page) {
        case 'create':
        case 'script':
            return <MakerPages page={current.page} />;
        case 'make':
            return <BoardPage task={current.task} />;
        case 'library':
            return <LibraryPage />;
        case 'video':
            return <VideoPage id={current.id} />;
        case 'settings':
            return <SettingsPage user={user} />;
        case 'missing':
            return <MissingPage />;
    }
}

/** Both need to know what the server can do. */
function MakerPages({ page }: { page: 'create' | 'script' }) {
    const { error, reload } = useLoaded('choices', loadChoices);
    const known = choices.value;
    if (known === undefined) {
        return error === undefined ? (
            <Skeleton label="Loading" shapes={['title', 'row', 'block']} />
        ) : (
            <ErrorNotice wholePage error={error} onRetry={reload} />
        );
    }
    return page === 'create' ? <CreatePage choices={known} /> : <ScriptPage choices={known} />;
}

function MissingPage() {
    useTitle('No such page');
    return (
        <>
            <h1 tabIndex={-1} class="only-read-out">
                No such page
            </h1>
            <Empty icon="search" title="There is no such page">
                <p>The address may have been mistyped, or the page has moved.</p>
                <Link to="/" class="button button-primary">
                    Go to the start
                </Link>
            </Empty>
        </>
    );
}

/** A defect in one page must not leave an empty window. */
class DefectBoundary extends Component<{ children: ComponentChildren }, { thrown?: unknown }> {
    static override getDerivedStateFromError(thrown: unknown): { thrown: unknown } {
        return { thrown };
    }

    override render() {
        if (this.state.thrown === undefined) return this.props.children;
        return (
            <ErrorNotice wholePage error={asApiError(this.state.thrown)} title="The page met a defect">
                <button type="button" class="button" onClick={() => location.reload()}>
                    Load the page again
                </button>
            </ErrorNotice>
        );
    }
}
