// Who is signed in, where several tabs and several people share a browser.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSession, leave, listenToOtherTabs, session, signedIn } from './session.ts';
import { showToast, toasts } from './toasts.ts';
import type { User } from '../api/types.ts';

const person = (id: string): User => ({ id, email: `${id}@example.org`, role: 'creator', created_at: '' });
let answers: Record<string, () => Response>;
const refused = (status: number) => (): Response => new Response('{}', { status });
const json = (value: unknown) => (): Response => new Response(JSON.stringify(value));

listenToOtherTabs();
beforeEach(() => {
    answers = { '/api/v1/start': json({ has_accounts: true }) };
    vi.stubGlobal('fetch', (path: string) => Promise.resolve((answers[path] ?? refused(500))()));
});
afterEach(() => {
    vi.unstubAllGlobals();
    localStorage.clear();
    toasts.value = [];
});

function otherTabSays(who: string | false): void {
    localStorage.setItem('mss.signed_in', JSON.stringify(who));
    dispatchEvent(new StorageEvent('storage', { key: 'mss.signed_in' }));
}

it('becomes whoever has logged in in another tab, and shows nothing of the other meanwhile', async () => {
    signedIn(person('anna'));
    showToast({ text: 'The script of Anna.', action: { label: 'Undo', run: () => {} } });
    answers['/api/v1/me'] = json({ user: person('bert') });
    otherTabSays('anna');
    expect(session.value).toMatchObject({ user: { id: 'anna' } });
    otherTabSays('bert');
    expect(session.value.state).toBe('loading');
    await vi.waitFor(() => expect(session.value).toMatchObject({ user: { id: 'bert' } }));
    expect(toasts.value).toEqual([]);
});

it('notices so too when the page is looked at again', async () => {
    signedIn(person('anna'));
    answers['/api/v1/me'] = json({ user: person('bert') });
    localStorage.setItem('mss.signed_in', '"bert"');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(session.value).toMatchObject({ user: { id: 'bert' } }));
});

it('ends, and begins again, with that of another tab', async () => {
    signedIn(person('anna'));
    otherTabSays(false);
    await vi.waitFor(() => expect(session.value).toMatchObject({ state: 'signed out', expired: true }));
    answers['/api/v1/me'] = json({ user: person('anna') });
    otherTabSays('anna');
    await vi.waitFor(() => expect(session.value).toMatchObject({ user: { id: 'anna' } }));
});

it('stays where the browser may remember nothing', () => {
    signedIn(person('anna'));
    localStorage.clear();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(session.value).toMatchObject({ user: { id: 'anna' } });
});

it('is asked for where an earlier version remembered that there is one', async () => {
    localStorage.setItem('mss.signed_in', 'true');
    answers['/api/v1/me'] = json({ user: person('anna') });
    await openSession();
    expect(session.value).toMatchObject({ user: { id: 'anna' } });
});

it('is over for whoever logs out, also where it had ended before', async () => {
    signedIn(person('anna'));
    answers['/api/v1/logout'] = refused(401);
    await leave();
    expect(session.value).toMatchObject({ state: 'signed out', expired: false });
    signedIn(person('anna'));
    answers['/api/v1/logout'] = refused(503);
    await expect(leave()).rejects.toMatchObject({ status: 503 });
    expect(session.value.state).toBe('signed in');
});
