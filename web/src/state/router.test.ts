// Addresses to pages and back.

import { beforeEach, describe, expect, it } from 'vitest';
import { listenToHistory, makePath, navigate, path, query, route, routeOf, setQuery, videoPath } from './router.ts';

describe('routeOf', () => {
    it.each([
        ['/', { page: 'create' }],
        ['/script', { page: 'script' }],
        ['/library/', { page: 'library' }],
        ['/settings', { page: 'settings' }],
        ['/make/7f', { page: 'make', task: '7f' }],
        ['/videos/a%20b', { page: 'video', id: 'a b' }],
        ['/make', { page: 'missing' }],
        ['/make/a/b', { page: 'missing' }],
        ['/videos/%E0%A4%A', { page: 'missing' }],
        ['/elsewhere', { page: 'missing' }],
    ])('%s', (address, expected) => {
        expect(routeOf(address)).toEqual(expected);
    });

    it('reads what the page writes', () => {
        expect(routeOf(makePath('a/b'))).toEqual({ page: 'make', task: 'a/b' });
        expect(routeOf(videoPath('ä?'))).toEqual({ page: 'video', id: 'ä?' });
    });
});

describe('navigate', () => {
    beforeEach(() => navigate('/', { replace: true }));

    it('changes page, address and history', () => {
        const steps = history.length;
        navigate('/library?search=bees');
        expect(route.value).toEqual({ page: 'library' });
        expect(location.pathname + location.search).toBe('/library?search=bees');
        expect(query.value.get('search')).toBe('bees');
        expect(history.length).toBe(steps + 1);
    });

    it('keeps the other values of the query, in place', () => {
        navigate('/library?search=bees&page=3');
        const steps = history.length;
        setQuery({ page: '', trash: '1' });
        expect(location.search).toBe('?search=bees&trash=1');
        setQuery({ search: '', trash: '' });
        expect(location.search).toBe('');
        expect(path.value).toBe('/library');
        expect(history.length).toBe(steps);
    });

    it('follows the browser back', () => {
        listenToHistory();
        navigate('/settings');
        history.replaceState(null, '', '/library?page=2');
        dispatchEvent(new PopStateEvent('popstate'));
        expect(route.value).toEqual({ page: 'library' });
        expect(query.value.get('page')).toBe('2');
    });
});
