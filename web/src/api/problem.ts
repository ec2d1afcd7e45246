// What went wrong with a request, in one form for everything: the server's problem, a network that is away, an answer
// that cannot be read. Pages show it and ask it for the error of a field.

import { isProcessTalk } from '../format/failure_words.ts';
import type { FieldError, Problem } from './types.ts';

/** Beyond it, nobody sits and counts. */
const longestWaitS = 300;

export interface WayOn {
    code: string;
    sentence: string;
}

export class ApiError extends Error {
    readonly problem: Problem;

    constructor(problem: Problem) {
        super(plainly(problem.code, problem.detail || problem.title));
        this.name = 'ApiError';
        this.problem = problem;
    }

    get code(): string {
        return this.problem.code;
    }

    get status(): number {
        return this.problem.status;
    }

    /** Nothing came back: the server is not reached, or the device is offline. */
    get isNetwork(): boolean {
        return this.problem.code === 'network';
    }

    /** The language model did not give its words: it is away, slow or confused. */
    get isOfModel(): boolean {
        return this.problem.cause === 'model';
    }

    /** Nothing is wrong with the request, so the same one may do later. */
    get mayDoLater(): boolean {
        return ['unavailable', 'timeout', 'busy'].includes(this.code);
    }

    /** Whoever runs the server can mend it, and finds it in the log. */
    get isOfServer(): boolean {
        return this.status === 500 || this.code === 'io' || this.technical !== '';
    }

    /** What the message leaves out, for whoever runs the server; empty where that is nothing. */
    get technical(): string {
        return isProcessTalk(this.code, this.problem.detail) ? this.problem.detail : '';
    }

    /** After how many seconds the same request may do, where that is soon. */
    get waitSeconds(): number | undefined {
        const wait = this.problem.retry_after;
        return this.code === 'rate_limited' && wait !== undefined && wait < longestWaitS ? wait : undefined;
    }

    /** The request's number, to find it in the server's log. */
    get requestNumber(): string {
        return (this.problem.instance ?? '').replace(/^urn:uuid:/, '');
    }

    /** What is wrong with the member that `pointer` names, or with anything below it. */
    fieldError(pointer: string): string | undefined {
        return this.fieldErrors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
            ?.detail;
    }

    /** What else can be done. A way without a code is one that the page cannot go for somebody. */
    get ways(): WayOn[] {
        const codes = this.problem.way_codes ?? [];
        return (this.problem.ways ?? []).map((words, index) => ({ code: codes[index] ?? '', sentence: words }));
    }

    get fieldErrors(): FieldError[] {
        return (this.problem.errors ?? []).map((error) => ({ ...error, detail: plainly(this.code, error.detail) }));
    }
}

const brokeOff = 'A program that the server needs for this broke off. Try again in a moment.';

/** Programs count bytes and speak of processes; who types sees letters, and asked for a video. */
function plainly(code: string, detail: string): string {
    if (isProcessTalk(code, detail)) return brokeOff;
    return tooLong(code, detail) ?? detail;
}

/** What begins otherwise may quote whoever asked, who may ask of bytes. */
const tooManyBytes = [
    /^(?:script: )?(?:(?<member>[\w.[\]]+): )?\d+ bytes(?: of text)?; at most \d+ are allowed$/,
    /^A (?:niche|topic|text) has at most \d+ bytes\.$/,
    /^(?:script: )?the JSON text has \d+ bytes; at most \d+ are read$/,
    /^The body is larger than \d+ bytes\.$/,
];

function tooLong(code: string, detail: string): string | undefined {
    if (code !== 'invalid' && code !== 'too_large') return undefined;
    const match = tooManyBytes.map((form) => form.exec(detail)).find((found) => found !== null);
    return match && (longMember(match.groups?.['member'] ?? '') ?? 'This is too long. Shorten it.');
}

/** "scenes[3].text" is the fourth scene. */
function longMember(path: string): string | undefined {
    if (path === 'title') return 'The title is too long. Shorten it.';
    if (path === 'scenes') return 'The scenes are too long together. Shorten them.';
    const [, index, member = ''] = /^scenes\[(\d+)\]\.(.*)$/.exec(path) ?? [];
    if (index === undefined) return undefined;
    const scene = `scene ${Number(index) + 1}`;
    if (member === 'text') return `S${scene.slice(1)} is too long. Shorten it.`;
    return `The words in the picture of ${scene} are too long. Shorten them.`;
}

export function networkError(): ApiError {
    return new ApiError({
        type: '/problems/network',
        title: 'The server cannot be reached',
        status: 0,
        detail: 'No answer came from the server. What you wrote is kept here; try again in a moment.',
        code: 'network',
    });
}

/** An answer that is no success, as an error; `text` is its body. */
export function problemFrom(status: number, text: string, retryAfter: string | null): ApiError {
    const given = parseProblem(text);
    const problem: Problem = {
        type: given.type ?? 'about:blank',
        title: given.title ?? `The server answered ${status}`,
        status,
        detail: given.detail ?? 'The server could not do this. Try again in a moment.',
        code: given.code ?? codeOf(status),
    };
    if (given.instance !== undefined) problem.instance = given.instance;
    if (Array.isArray(given.errors)) problem.errors = given.errors;
    if (Array.isArray(given.ways)) problem.ways = given.ways;
    if (Array.isArray(given.way_codes)) problem.way_codes = given.way_codes;
    if (given.cause !== undefined) problem.cause = given.cause;
    const seconds = given.retry_after ?? Number.parseInt(retryAfter ?? '', 10);
    if (Number.isFinite(seconds)) problem.retry_after = seconds;
    return new ApiError(problem);
}

/** Any thrown value as an ApiError, so that a page has one thing to show. */
export function asApiError(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    return new ApiError({
        type: 'about:blank',
        title: 'The page met a defect',
        status: 0,
        detail: thrown instanceof Error ? thrown.message : String(thrown),
        code: 'page',
    });
}

export function wasAborted(thrown: unknown): boolean {
    return thrown instanceof DOMException && thrown.name === 'AbortError';
}

function parseProblem(text: string): Partial<Problem> {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === 'object' && value !== null ? value : {};
    } catch {
        return {};
    }
}

function codeOf(status: number): string {
    if (status === 401) return 'unauthenticated';
    if (status === 403) return 'forbidden';
    if (status === 404) return 'not_found';
    if (status === 429) return 'rate_limited';
    return status >= 500 ? 'internal' : 'invalid';
}
