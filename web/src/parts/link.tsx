// A link inside the page: an ordinary one to browsers, so that it opens in a new tab, is copied and is read out, but
// followed without loading the page anew.

import type { ComponentChildren } from 'preact';
import { navigate } from '../state/router.ts';

interface LinkProps {
    to: string;
    class?: string;
    current?: boolean;
    children: ComponentChildren;
}

export function Link({ to, class: className, current, children }: LinkProps) {
    const follow = (event: MouseEvent): void => {
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!plain) return;
        event.preventDefault();
        navigate(to);
    };
    return (
        <a href={to} class={className} aria-current={current === true ? 'page' : undefined} onClick={follow}>
            {children}
        </a>
    );
}
