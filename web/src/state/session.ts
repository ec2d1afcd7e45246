// Who is signed in. The cookie is the server's; this is what the page knows of it. Where a session ends, the page asks
// for the password in place, so that its address, and with it where one was, stays.

import { signal } from '@preact/signals';
import * as calls from '../api/calls.ts';
import { asApiError, type ApiError } from '../api/problem.ts';
import { onSessionEnded } from '../api/request.ts';
import type { StartState, User } from '../api/types.ts';
import { recall, remember } from './memory.ts';

export type Session =
    | { state: 'loading' }
    | { state: 'unreachable'; error: ApiError }
    | { state: 'signed out'; start: StartState; expired: boolean }
    | { state: 'signed in'; user: User };

export const session = signal<Session>({ state: 'loading' });

/**
 * Whether somebody signed in here the last time, as far as this browser remembers: asking who it is would only be
 * refused where nobody can be.
 */
const memoryName = 'signed_in';
const isAnswer = (value: unknown): value is boolean => typeof value === 'boolean';

export async function openSession(): Promise<void> {
    try {
        const remembered = recall(memoryName, isAnswer);
        const mayBeSignedIn = remembered ?? (await calls.start()).has_accounts;
        if (mayBeSignedIn) signedIn(await calls.me());
        else await askWhoItIs(false);
    } catch (thrown) {
        const error = asApiError(thrown);
        if (error.status === 401) await askWhoItIs(false);
        else session.value = { state: 'unreachable', error };
    }
}

export function signedIn(user: User): void {
    remember(memoryName, true);
    session.value = { state: 'signed in', user };
}

export async function leave(): Promise<void> {
    await calls.logOut();
    await askWhoItIs(false);
}

export function listenToSessionEnd(): void {
    onSessionEnded(() => {
        if (session.value.state === 'signed in') void askWhoItIs(true);
    });
}

async function askWhoItIs(expired: boolean): Promise<void> {
    remember(memoryName, false);
    try {
        session.value = { state: 'signed out', start: await calls.start(), expired };
    } catch (thrown) {
        session.value = { state: 'unreachable', error: asApiError(thrown) };
    }
}
