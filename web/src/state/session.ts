// Who is signed in. The cookie is the server's; this is what the page knows of it. Where a session ends, the page asks
// for the password in place, so that its address, and with it where one was, stays.

import { computed, signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import { onSessionEnded } from '../api/request.ts';
import type { Role, StartState, User } from '../api/types.ts';
import { recall, remember } from './memory.ts';
import { toasts } from './toasts.ts';

export type Session =
    | { state: 'loading' }
    | { state: 'unreachable'; error: ApiError }
    | { state: 'signed out'; start: StartState; expired: boolean }
    | { state: 'signed in'; user: User };

export const session = signal<Session>({ state: 'loading' });

const role = computed<Role | undefined>(() =>
    session.value.state === 'signed in' ? session.value.user.role : undefined,
);
/** Who decides what the server may do. */
export const isOwner = computed(() => role.value === 'owner');
/** Who can look into the server's log, or is asked to by others. */
export const runsTheServer = computed(() => role.value === 'owner' || role.value === 'operator');

/**
 * Who signed in here last, or false where nobody is any more, as far as this browser remembers: asking who it is would
 * only be refused where nobody can be. Earlier versions remembered no more than true.
 */
const memoryName = 'signed_in';
const isAnswer = (value: unknown): value is boolean | string => typeof value === 'boolean' || typeof value === 'string';
/** Whom the page knew last, also while they are asked for their password again. */
let lastUser: string | undefined;

export async function openSession(): Promise<void> {
    try {
        const remembered = recall(memoryName, isAnswer);
        const mayBeSignedIn = remembered ?? (await calls.start()).has_accounts;
        if (mayBeSignedIn !== false) signedIn(await calls.me());
        else await askWhoItIs(false);
    } catch (thrown) {
        const error = asApiError(thrown);
        if (error.status === 401) await askWhoItIs(false);
        else session.value = { state: 'unreachable', error };
    }
}

export function signedIn(user: User): void {
    // What was said to somebody else, such as that a script can be taken back, is not for this one.
    if (lastUser !== undefined && lastUser !== user.id) toasts.value = [];
    lastUser = user.id;
    remember(memoryName, user.id);
    session.value = { state: 'signed in', user };
}

export async function leave(): Promise<void> {
    try {
        await calls.logOut();
    } catch (thrown) {
        // A session that has ended already is what was asked for.
        if (asApiError(thrown).status !== 401) throw thrown;
    }
    await askWhoItIs(false);
}

export function listenToSessionEnd(): void {
    onSessionEnded(() => {
        if (session.value.state === 'signed in') void askWhoItIs(true);
    });
}

/**
 * The cookie is one for all tabs: where another tab logs out, or somebody else in, this one must not go on under the
 * name of who was here.
 */
export function listenToOtherTabs(): void {
    addEventListener('storage', (event) => {
        if (event.key === `mss.${memoryName}`) followOtherTabs();
    });
    // A page that slept has heard of nothing.
    document.addEventListener('visibilitychange', () => {
        if (!document.hidden) followOtherTabs();
    });
}

function followOtherTabs(): void {
    const told = recall(memoryName, isAnswer);
    const { value } = session;
    if (value.state === 'signed in' && told === false) {
        session.value = { state: 'loading' };
        void askWhoItIs(true);
    } else if (typeof told === 'string' && isOtherThan(told, value)) {
        session.value = { state: 'loading' };
        void openSession();
    }
}

/** Whether the page shows another person, or asks for one. */
const isOtherThan = (id: string, now: Session): boolean =>
    now.state === 'signed out' || (now.state === 'signed in' && now.user.id !== id);

async function askWhoItIs(expired: boolean): Promise<void> {
    remember(memoryName, false);
    try {
        session.value = { state: 'signed out', start: await calls.start(), expired };
    } catch (thrown) {
        session.value = { state: 'unreachable', error: asApiError(thrown) };
    }
}
