// Which page the address names, over the History API. The address is the only state: back, reload and a second tab
// work.

import { computed, signal } from '@preact/signals';

export type Route =
    | { page: 'create' }
    | { page: 'script' }
    | { page: 'make'; task: string }
    | { page: 'library' }
    | { page: 'video'; id: string }
    | { page: 'settings' }
    | { page: 'missing' };

export function routeOf(path: string): Route {
    const parts = path.split('/').filter((part) => part !== '');
    const [first, second] = parts;
    if (parts.length === 0) return { page: 'create' };
    if (parts.length === 1) {
        if (first === 'script') return { page: 'script' };
        if (first === 'library') return { page: 'library' };
        if (first === 'settings') return { page: 'settings' };
    }
    if (parts.length === 2 && second !== undefined) {
        const name = decoded(second);
        if (first === 'make' && name !== '') return { page: 'make', task: name };
        if (first === 'videos' && name !== '') return { page: 'video', id: name };
    }
    return { page: 'missing' };
}

export const makePath = (task: string): string => `/make/${encodeURIComponent(task)}`;
export const videoPath = (id: string): string => `/videos/${encodeURIComponent(id)}`;

const address = signal({ path: location.pathname, query: location.search });

export const path = computed(() => address.value.path);
export const query = computed(() => new URLSearchParams(address.value.query));
export const route = computed(() => routeOf(path.value));

export function navigate(to: string, options: { replace?: boolean } = {}): void {
    const target = new URL(to, location.href);
    if (options.replace === true) history.replaceState(null, '', target);
    else history.pushState(null, '', target);
    const samePage = target.pathname === address.value.path;
    address.value = { path: target.pathname, query: target.search };
    if (!samePage) scrollTo(0, 0);
}

/** Changes values of the query in place: a search or a page number is no new step of the history. */
export function setQuery(values: Record<string, string>): void {
    const next = new URLSearchParams(query.value);
    for (const [name, value] of Object.entries(values)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
    }
    const text = next.toString();
    navigate(address.value.path + (text === '' ? '' : `?${text}`), { replace: true });
}

export function listenToHistory(): void {
    addEventListener('popstate', () => {
        address.value = { path: location.pathname, query: location.search };
    });
}

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return '';
    }
}
