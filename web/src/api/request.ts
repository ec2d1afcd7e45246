// One request to the server: JSON out, JSON in, every failure an ApiError. A session that has ended is told to whoever
// listens, wherever in the page it is noticed.

import { networkError, problemFrom, wasAborted } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface RequestOptions {
    body?: unknown;
    headers?: Record<string, string>;
    signal?: AbortSignal;
    /** Log in and sign up answer 401 for other reasons than an ended session. */
    keepsSession?: boolean;
}

const base = '/api/v1';
let sessionEnded: () => void = () => {};

export function onSessionEnded(listener: () => void): void {
    sessionEnded = listener;
}

/** The decoded body, or undefined where there is none. Throws ApiError, or AbortError when `signal` is aborted. */
export async function request<Answer>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer> {
    const response = await send(method, path, options);
    const text = await readText(response);
    if (!response.ok) {
        if (response.status === 401 && options.keepsSession !== true) sessionEnded();
        throw problemFrom(response.status, text, response.headers.get('Retry-After'));
    }
    if (text === '') return undefined as Answer;
    try {
        return JSON.parse(text) as Answer;
    } catch {
        throw problemFrom(502, '', null);
    }
}

/** What is to be played or shown. Throws as request(). */
export async function requestFile(path: string, options: RequestOptions): Promise<Blob> {
    const response = await send('GET', path, { ...options, headers: { Accept: '*/*' } });
    if (response.status === 401) sessionEnded();
    if (!response.ok) {
        throw problemFrom(response.status, await readText(response), response.headers.get('Retry-After'));
    }
    return read(() => response.blob());
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (options.body !== undefined) {
        headers['Content-Type'] = 'application/json';
        init.body = JSON.stringify(options.body);
    }
    if (options.signal !== undefined) init.signal = options.signal;
    try {
        return await fetch(base + path, init);
    } catch (thrown) {
        throw wasAborted(thrown) ? thrown : networkError();
    }
}

const readText = (response: Response): Promise<string> => read(() => response.text());

async function read<Body>(body: () => Promise<Body>): Promise<Body> {
    try {
        return await body();
    } catch (thrown) {
        throw wasAborted(thrown) ? thrown : networkError();
    }
}

/** "?page=2&search=bees" of the values that are there. */
export function queryOf(values: Record<string, string | number | undefined>): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
        if (value !== undefined && value !== '') query.set(name, String(value));
    }
    const text = query.toString();
    return text === '' ? '' : `?${text}`;
}
