// The bar at the top: where one can go, what is being made, who is signed in.

import { useEffect, useRef } from 'preact/hooks';
import type { User } from '../api/types.ts';
import { makePath, path, route } from '../state/router.ts';
import { running, runningCounts } from '../state/running.ts';
import { leave } from '../state/session.ts';
import { showError } from '../state/toasts.ts';
import { Icon, Mark } from './icon.tsx';
import { Link } from './link.tsx';
import { ThemeSwitch } from './theme_switch.tsx';

export function PageHeader({ user }: { user: User }) {
    const { page } = route.value;
    return (
        <header class="header">
            <div class="header-row">
                <Link to="/" class="brand">
                    <Mark />
                    <span class="brand-short">MSS</span>
                    <span class="brand-long">Many Sources Say</span>
                </Link>
                <nav class="header-nav" aria-label="Main">
                    <Link to="/" current={page === 'create' || page === 'script'}>
                        Create
                    </Link>
                    <Link to="/library" current={page === 'library'}>
                        Library
                    </Link>
                </nav>
                <RunningLink />
                <UserMenu user={user} />
            </div>
        </header>
    );
}

function RunningLink() {
    const tasks = running.value;
    const [only] = tasks;
    if (only === undefined) return null;
    const to = tasks.length === 1 ? makePath(only.task_id) : '/library';
    const { making, waiting } = runningCounts.value;
    return (
        <Link to={to} class="running-link">
            {making > 0 && (
                <>
                    <span class="running-dot" />
                    <Count count={making} words={waiting > 0 ? 'being made,' : 'being made'} />
                </>
            )}
            {waiting > 0 && (
                <>
                    <Icon name="clock" />
                    <Count count={waiting} words="waiting" />
                </>
            )}
        </Link>
    );
}

function Count({ count, words }: { count: number; words: string }) {
    return (
        <span>
            {count} <span class="running-words">{words}</span>
        </span>
    );
}

function UserMenu({ user }: { user: User }) {
    const menu = useRef<HTMLDetailsElement>(null);
    const close = (): void => {
        if (menu.current !== null) menu.current.open = false;
    };
    useEffect(close, [path.value]);
    useEffect(() => {
        const closeOutside = (event: Event): void => {
            if (event.target instanceof Node && menu.current?.contains(event.target) === false) close();
        };
        document.addEventListener('pointerdown', closeOutside);
        document.addEventListener('focusin', closeOutside);
        return () => {
            document.removeEventListener('pointerdown', closeOutside);
            document.removeEventListener('focusin', closeOutside);
        };
    }, []);
    const closeOnEscape = (event: KeyboardEvent): void => {
        if (event.key !== 'Escape' || menu.current?.open !== true) return;
        close();
        menu.current.querySelector('summary')?.focus();
    };
    const logOut = (): void => {
        leave().catch(showError);
    };
    return (
        <details ref={menu} class="menu" onKeyDown={closeOnEscape}>
            <summary class="menu-button" aria-label={`Menu of ${user.email}`}>
                <span class="avatar">{user.email.charAt(0).toLocaleUpperCase('en')}</span>
            </summary>
            <div class="menu-panel">
                <p class="menu-who">
                    <strong>{user.email}</strong>
                    <span>{roleName(user)}</span>
                </p>
                <ThemeSwitch />
                <ul class="menu-list">
                    <li>
                        <Link to="/settings">Settings</Link>
                    </li>
                    <li>
                        <button type="button" onClick={logOut}>
                            Log out
                        </button>
                    </li>
                </ul>
            </div>
        </details>
    );
}

const roleName = (user: User): string => (user.role === 'owner' ? 'Owner of this server' : `Signed in as ${user.role}`);
