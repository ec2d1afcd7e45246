// What is sent, what is read, and what becomes of every kind of failure.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readTask } from './calls.ts';
import { ApiError, problemFrom } from './problem.ts';
import { onSessionEnded, queryOf, request } from './request.ts';
import type { TaskStatus } from './types.ts';

const answer = vi.fn<typeof fetch>();

beforeEach(() => vi.stubGlobal('fetch', answer));
afterEach(() => {
    vi.unstubAllGlobals();
    answer.mockReset();
    onSessionEnded(() => {});
});

async function refusal(work: Promise<unknown>): Promise<ApiError> {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    return error as ApiError;
}

describe('request', () => {
    it('sends JSON to the API and reads JSON', async () => {
        answer.mockResolvedValue(new Response('{"script":{"scenes":[]}}'));
        expect(await request('POST', '/preview-script', { body: { topic: 'bees' } })).toEqual({
            script: { scenes: [] },
        });
        const [address, init] = answer.mock.calls[0]!;
        expect(address).toBe('/api/v1/preview-script');
        expect(init).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{"topic":"bees"}' });
        expect(init!.headers).toMatchObject({ 'Content-Type': 'application/json' });
    });

    it('gives nothing where there is no body', async () => {
        answer.mockResolvedValue(new Response(null, { status: 204 }));
        expect(await request('DELETE', '/videos/1')).toBeUndefined();
    });

    it('tells what the server refused, field by field', async () => {
        const problem = {
            title: 'The request cannot be used',
            detail: 'Some fields are wrong.',
            code: 'invalid',
            instance: 'urn:uuid:7',
            errors: [{ pointer: '/script/scenes/2/text', code: 'invalid', detail: 'Too long.' }],
        };
        answer.mockResolvedValue(new Response(JSON.stringify(problem), { status: 422 }));
        const error = await refusal(request('POST', '/create-video-enhanced', { body: {} }));
        expect(error).toMatchObject({
            code: 'invalid',
            status: 422,
            message: 'Some fields are wrong.',
            requestNumber: '7',
        });
        expect(error.fieldError('/script')).toBe('Too long.');
        expect(error.fieldError('/script/scenes/2/text')).toBe('Too long.');
        expect(error.fieldError('/scr')).toBeUndefined();
    });

    it('tells of a network that is away, and keeps an abort an abort', async () => {
        answer.mockRejectedValueOnce(new TypeError('Failed to fetch'));
        expect((await refusal(request('GET', '/me'))).isNetwork).toBe(true);
        answer.mockRejectedValueOnce(new DOMException('stopped', 'AbortError'));
        await expect(request('GET', '/me')).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('does not take a page of a proxy for an answer', async () => {
        answer.mockResolvedValueOnce(new Response('<html>bad gateway</html>', { status: 502 }));
        expect((await refusal(request('GET', '/me'))).code).toBe('internal');
        answer.mockResolvedValueOnce(new Response('<html>log in to the hotel</html>'));
        expect((await refusal(request('GET', '/me'))).status).toBe(502);
    });

    it('tells that a session has ended, but not where somebody logs in', async () => {
        const ended = vi.fn();
        onSessionEnded(ended);
        answer.mockImplementation(() => Promise.resolve(new Response('{}', { status: 401 })));
        await refusal(request('POST', '/login', { keepsSession: true }));
        expect(ended).not.toHaveBeenCalled();
        await refusal(request('GET', '/tasks'));
        expect(ended).toHaveBeenCalledOnce();
    });
});

describe('problemFrom', () => {
    it('takes the wait from the problem, else from the field', () => {
        expect(problemFrom(429, '{"retry_after":7}', '60').problem.retry_after).toBe(7);
        expect(problemFrom(429, '{}', '60').problem.retry_after).toBe(60);
        expect(problemFrom(429, '', null).problem).not.toHaveProperty('retry_after');
    });

    it('names a wait only where it is a real and a short one', () => {
        expect(problemFrom(429, '{"code":"rate_limited","retry_after":7}', null).waitSeconds).toBe(7);
        expect(problemFrom(429, '{"code":"rate_limited","retry_after":3600}', null).waitSeconds).toBeUndefined();
        expect(problemFrom(429, '{"code":"too_many_videos","retry_after":60}', '60').waitSeconds).toBeUndefined();
    });

    const said = (code: string, detail: string): string => {
        const errors = [{ pointer: '/text', code: 'invalid', detail }];
        const error = problemFrom(422, JSON.stringify({ code, detail, errors }), null);
        expect(error.fieldError('/text')).toBe(error.message);
        return error.message;
    };

    it.each([
        ['A topic has at most 400 bytes.', 'This is too long. Shorten it.'],
        ['The body is larger than 1048576 bytes.', 'This is too long. Shorten it.'],
        ['12000 bytes; at most 10000 are allowed', 'This is too long. Shorten it.'],
        ['scenes[3].text: 12000 bytes; at most 10000 are allowed', 'Scene 4 is too long. Shorten it.'],
        ['script: scenes[0].text: 12000 bytes; at most 10000 are allowed', 'Scene 1 is too long. Shorten it.'],
        [
            'script: scenes[1].visual.items[2]: 900 bytes; at most 300 are allowed',
            'The words in the picture of scene 2 are too long. Shorten them.',
        ],
        ['script: title: 900 bytes; at most 300 are allowed', 'The title is too long. Shorten it.'],
        ['scenes: 900000 bytes of text; at most 524288 are allowed', 'The scenes are too long together. Shorten them.'],
        ['This is no web address.', 'This is no web address.'],
    ])('says %j in the words of who makes videos', (detail, words) => {
        expect(said('invalid', detail)).toBe(words);
        expect(said('too_large', detail)).toBe(words);
    });

    it('leaves out that a program broke off, and keeps it for whoever runs the server', () => {
        const detail = 'the media process ended: signal 11 (Segmentation fault)';
        const error = problemFrom(503, JSON.stringify({ code: 'unavailable', detail }), null);
        expect(error.message).toBe('A program that the server needs for this broke off. Try again in a moment.');
        expect(error.technical).toBe(detail);
    });

    it.each([
        ['no_material', 'nothing honest to say about "How the peace process ended": no starter script answers it.'],
        ['no_material', 'nothing honest to say about "What does signal 9 mean?": no starter script answers it.'],
        ['no_material', 'nothing honest to say about "Why a word has at most 8 bytes": no starter script answers it.'],
        ['unavailable', 'the answer about how the peace process ended did not come'],
        ['invalid', 'the task process ended'],
        ['unavailable', 'the answer of example.org is larger than 5 bytes'],
    ])('leaves alone what is quoted of whoever asked (%s: %s)', (code, detail) => {
        expect(said(code, detail)).toBe(detail);
    });

    it('tells a model that gives no words from a server with too much to do', () => {
        const away = problemFrom(503, '{"code":"unavailable","cause":"model"}', null);
        expect([away.isOfModel, away.mayDoLater]).toEqual([true, true]);
        const busy = problemFrom(503, '{"code":"busy"}', '30');
        expect([busy.isOfModel, busy.mayDoLater]).toEqual([false, true]);
        expect(problemFrom(503, '{"code":"unavailable"}', null).isOfModel).toBe(false);
    });

    it('keeps the ways on', () => {
        expect(problemFrom(422, '{"code":"no_material","ways":["Paste a text."]}', null).problem.ways).toHaveLength(1);
    });
});

describe('small things', () => {
    it('writes only the values that are there into a query', () => {
        expect(queryOf({ page: 2, search: 'bees & honey', trash: '' })).toBe('?page=2&search=bees+%26+honey');
        expect(queryOf({})).toBe('');
    });

    it('gives a task that nobody has begun an empty progress', () => {
        const task = readTask({ task_id: '1', state: 'PENDING' } as TaskStatus);
        expect(task.meta).toEqual({ step: '', percent: 0, eta_s: null, stages: [], scenes: [] });
        expect(task).toMatchObject({ no_worker: false, paused: false, attempt: 0, next_try_at: null });
    });

    it('counts nothing beyond its end', () => {
        const stage = { name: 'wide', title: 'Wide cut', state: 'running', done: 11, total: 10 };
        const task = readTask({ state: 'PROGRESS', meta: { percent: 101, stages: [stage] } } as unknown as TaskStatus);
        expect(task.meta.percent).toBe(100);
        expect(task.meta.stages[0]).toMatchObject({ done: 10, total: 10 });
    });
});
