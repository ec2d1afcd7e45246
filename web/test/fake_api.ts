// A server that answers as the real one does, in memory, for developing and testing the page. It also has handles that
// no real server has: a pace, failures to order, sessions that end, streams that break.

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Format, Script, Settings, SettingsChange, User } from '../src/api/types.ts';
import { choices, scriptFor, topicsFor } from './fake_content.ts';
import { FakeTasks, isFinal, type FakeTask, type FakeVideo } from './fake_tasks.ts';

const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'";

const here = fileURLToPath(new URL('.', import.meta.url));
const mediaFolder = join(here, 'data');
const pageFolder = join(here, '..', 'dist');
const perPage = 20;
const failuresAllowed = 5;
const mostUnfinished = 100;

interface Account {
    user: User;
    password: string;
}

interface Stream {
    task: FakeTask;
    response: ServerResponse;
}

type Json = Record<string, unknown>;

class Refusal extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        detail: string,
        readonly more: Json = {},
    ) {
        super(detail);
    }
}

export interface FakeOptions {
    port?: number;
    code?: string;
}

export class FakeApi {
    readonly work = new FakeTasks((name) => statSync(mediaFile(name)).size);
    settings: Settings = {
        model: { base_url: '', name: '', has_key: false, source: 'default' },
        wikipedia: { on: true, source: 'default' },
        sign_up: { open: false, source: 'default' },
    };
    /** What the next request that changes or makes something is refused with. */
    refuseNext: { status: number; code: string; detail: string; cause?: string; errors?: Json[] } | undefined;
    /** How long looking for topics takes. */
    findingMs = 0;
    /** How long taking an order takes. */
    orderingMs = 0;
    /** How long writing a script takes. */
    writingMs = 300;
    /** How long saying how long a given script will be takes, what it is refused with, and how often it was asked. */
    readonly lengths = { takeMs: 0, refusal: undefined as { status: number; code: string } | undefined, asked: 0 };
    /** What is to be told of the next scripts that are written. */
    writtenNotices: string[] = [];
    /** How slowly it is spoken. */
    secondsPerWord = 0.4;
    /** Where false, event streams are refused, as by a proxy that does not know them. */
    streams = true;

    private server: Server | undefined;
    private readonly sockets = new Set<Socket>();
    private readonly open = new Set<Stream>();
    private readonly accounts: Account[] = [];
    private readonly sessions = new Map<string, string>();
    private failures: number[] = [];
    private eventId = 0;
    private port: number;

    constructor(private readonly options: FakeOptions = {}) {
        this.port = options.port ?? 0;
        this.work.onChange = (task) => this.publish(task);
    }

    get address(): string {
        return `http://127.0.0.1:${this.port}`;
    }

    async start(): Promise<void> {
        const server = createServer((request, response) => void this.answer(request, response));
        server.on('connection', (socket) => {
            this.sockets.add(socket);
            socket.on('close', () => this.sockets.delete(socket));
        });
        await new Promise<void>((resolve, reject) => {
            server.once('error', reject);
            server.listen(this.port, '127.0.0.1', resolve);
        });
        this.port = (server.address() as AddressInfo).port;
        this.server = server;
        this.work.start();
    }

    /** As a killed process: connections break, what is recorded stays. */
    async stop(): Promise<void> {
        this.work.stop();
        const { server } = this;
        this.server = undefined;
        this.open.clear();
        for (const socket of this.sockets) socket.destroy();
        if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    }

    endSessions(): void {
        this.sessions.clear();
    }

    addAccount(email: string, password: string, role: User['role'] = 'owner'): User {
        const user = { id: randomUUID(), email, role, created_at: new Date().toISOString() };
        this.accounts.push({ user, password });
        return user;
    }

    ownerId(): string {
        const [first] = this.accounts;
        if (first === undefined) throw new Error('there is no account yet');
        return first.user.id;
    }

    private publish(task: FakeTask): void {
        for (const stream of this.open) {
            if (stream.task !== task) continue;
            this.sendEvent(stream);
        }
    }

    private sendEvent(stream: Stream): void {
        this.eventId += 1;
        const data = JSON.stringify(this.work.taskView(stream.task));
        stream.response.write(`event: status\nid: ${this.eventId}\ndata: ${data}\n\n`);
        if (isFinal(stream.task.state)) {
            this.open.delete(stream);
            stream.response.end();
        }
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        response.setHeader('Content-Security-Policy', policy);
        response.setHeader('X-Content-Type-Options', 'nosniff');
        response.setHeader('Referrer-Policy', 'same-origin');
        const url = new URL(request.url ?? '/', this.address);
        try {
            if (url.pathname.startsWith('/api/')) await this.api(request, response, url);
            else sendPage(response, url.pathname);
        } catch (thrown) {
            sendProblem(response, thrown);
        }
    }

    private async api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        const path = url.pathname.replace(/^\/api\/(v1\/)?/, '');
        const method = request.method ?? 'GET';
        if (method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
            throw new Refusal(403, 'cross_site', 'Another site sent this request.');
        }
        const body = method === 'GET' || method === 'DELETE' ? {} : await readJson(request);
        if (this.doors(method, path, body, request, response)) return;
        const user = this.userOf(request);
        if (user === undefined) throw new Refusal(401, 'unauthenticated', 'Log in first.');
        const refused = this.refuseNext;
        // What the page asks for by itself takes no refusal from what a test does.
        const byItself = path === 'preview-script' && body['script'] !== undefined;
        if (refused !== undefined && method !== 'GET' && !byItself) {
            this.refuseNext = undefined;
            const { status, code, detail, ...more } = refused;
            throw new Refusal(status, code, detail, { errors: [], ...more });
        }
        if (this.accountCalls(method, path, body, user, request, response)) return;
        if (await this.makingCalls(method, path, body, user, url, response)) return;
        if (this.taskCalls(method, path, user, request, response)) return;
        if (this.videoCalls(method, path, user, url, request, response)) return;
        throw new Refusal(404, 'not_found', 'There is no such thing.');
    }

    private doors(
        method: string,
        path: string,
        body: Json,
        request: IncomingMessage,
        response: ServerResponse,
    ): boolean {
        if (method === 'GET' && path === 'start') {
            sendJson(response, 200, {
                has_accounts: this.accounts.length > 0,
                sign_up_open: this.settings.sign_up.open,
                code_needed: this.accounts.length === 0 && this.options.code !== undefined,
                version: '1.0.0',
            });
        } else if (method === 'POST' && path === 'signup') {
            const account = this.signUp(text(body, 'email'), text(body, 'password'), text(body, 'code'));
            this.letIn(response, 201, account);
        } else if (method === 'POST' && path === 'login') {
            this.letIn(response, 200, this.logIn(text(body, 'email'), text(body, 'password')));
        } else if (method === 'POST' && path === 'logout') {
            this.sessions.delete(cookieOf(request));
            response.setHeader('Set-Cookie', 'mss_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
            sendNothing(response);
        } else return false;
        return true;
    }

    private signUp(email: string, password: string, code: string): Account {
        const first = this.accounts.length === 0;
        if (!first && !this.settings.sign_up.open) {
            throw new Refusal(403, 'forbidden', 'Signing up is closed here. Ask the owner for an account.');
        }
        const errors: Json[] = [];
        if (!/^\S+@\S+$/.test(email)) errors.push(wrong('/email', 'This is no e-mail address.'));
        if (password.length < 12 || password.length > 128) {
            errors.push(wrong('/password', 'A password has 12 to 128 characters.'));
        }
        if (first && this.options.code !== undefined && code !== this.options.code) {
            errors.push(wrong('/code', 'This is not the code that the server printed.'));
        }
        if (errors.length > 0) throw new Refusal(422, 'invalid', 'Some fields are wrong.', { errors });
        if (this.accounts.some((account) => account.user.email === email)) {
            throw new Refusal(409, 'conflict', 'There is an account with this e-mail.', {
                errors: [wrong('/email', 'There is an account with this e-mail.')],
            });
        }
        this.addAccount(email, password, first ? 'owner' : 'creator');
        return this.accounts[this.accounts.length - 1] as Account;
    }

    private logIn(email: string, password: string): Account {
        const minuteAgo = Date.now() - 60_000;
        this.failures = this.failures.filter((at) => at > minuteAgo);
        if (this.failures.length >= failuresAllowed) {
            throw new Refusal(429, 'rate_limited', 'Too many failed attempts.', { retry_after: 60 });
        }
        const account = this.accounts.find((one) => one.user.email === email && one.password === password);
        if (account === undefined) {
            this.failures.push(Date.now());
            throw new Refusal(401, 'unauthenticated', 'E-mail or password is wrong.');
        }
        return account;
    }

    private letIn(response: ServerResponse, status: number, account: Account): void {
        const token = randomUUID();
        this.sessions.set(token, account.user.id);
        response.setHeader('Set-Cookie', `mss_session=${token}; Path=/; HttpOnly; SameSite=Lax`);
        sendJson(response, status, { user: account.user });
    }

    private userOf(request: IncomingMessage): User | undefined {
        const id = this.sessions.get(cookieOf(request));
        return this.accounts.find((account) => account.user.id === id)?.user;
    }

    private queues(path: string, user: User, response: ServerResponse): void {
        if (user.role === 'creator') throw new Refusal(403, 'forbidden', 'Only operators may see this.');
        if (path !== 'queues') this.work.queuePaused = path.endsWith('/pause');
        // As the real one, it counts no failure of a video that was ordered again.
        const newest = [...this.work.tasks.values()].filter((task) => task.video.taskId === task.id);
        const states = newest.map((task) => task.state);
        const count = (wanted: string): number => states.filter((state) => state === wanted).length;
        const queue = {
            name: 'default',
            paused: this.work.queuePaused,
            ready: count('PENDING'),
            scheduled: count('RETRY'),
            running: count('PROGRESS'),
            dead: count('FAILURE'),
        };
        const workers = this.work.noWorker ? [] : this.work.workers;
        sendJson(response, 200, { items: [queue], workers });
    }

    private accountCalls(
        method: string,
        path: string,
        body: Json,
        user: User,
        request: IncomingMessage,
        response: ServerResponse,
    ): boolean {
        if (method === 'GET' && path === 'me') sendJson(response, 200, { user });
        else if (method === 'POST' && path === 'password') {
            const account = this.accounts.find((one) => one.user === user);
            if (text(body, 'new').length < 12) {
                throw new Refusal(422, 'invalid', 'Too short.', { errors: [wrong('/new', 'At least 12 characters.')] });
            }
            if (account === undefined || account.password !== text(body, 'current')) {
                throw new Refusal(422, 'invalid', 'Wrong.', {
                    errors: [wrong('/current', 'This is not your password.')],
                });
            }
            account.password = text(body, 'new');
            const own = cookieOf(request);
            for (const [token, id] of this.sessions) if (id === user.id && token !== own) this.sessions.delete(token);
            sendNothing(response);
        } else if (path === 'queues' || path.startsWith('queues/')) {
            this.queues(path, user, response);
        } else if (path === 'settings' || path === 'settings/test') {
            if (user.role !== 'owner') throw new Refusal(403, 'forbidden', 'Only the owner may see this.');
            if (path === 'settings/test') this.testModel(body, response);
            else {
                if (method === 'PUT') this.changeSettings(body as SettingsChange);
                sendJson(response, 200, this.settings);
            }
        } else return false;
        return true;
    }

    private changeSettings(change: SettingsChange): void {
        if (change.model === null) this.settings.model = { base_url: '', name: '', has_key: false, source: 'default' };
        else if (change.model !== undefined) {
            const { base_url, name, key } = change.model;
            if (!/^https?:\/\//.test(base_url)) {
                throw new Refusal(422, 'invalid', 'Wrong address.', {
                    errors: [wrong('/model/base_url', 'An address begins with http:// or https://.')],
                });
            }
            const old = this.settings.model;
            const has_key = key === undefined ? old.has_key && old.base_url === base_url : key !== '';
            this.settings.model = { base_url, name, has_key, source: 'page' };
        }
        if (change.wikipedia !== undefined) this.settings.wikipedia = { on: change.wikipedia.on, source: 'page' };
        if (change.sign_up !== undefined) this.settings.sign_up = { open: change.sign_up.open, source: 'page' };
    }

    private testModel(body: Json, response: ServerResponse): void {
        const model = (body['model'] ?? this.settings.model) as { base_url: string };
        const ok = !model.base_url.includes('nowhere');
        const detail = ok ? 'The model answered.' : 'Nothing answers at this address.';
        sendJson(response, 200, { ok, detail, took_ms: ok ? 412 : 3004 });
    }

    private async makingCalls(
        method: string,
        path: string,
        body: Json,
        user: User,
        url: URL,
        response: ServerResponse,
    ): Promise<boolean> {
        if (method === 'GET' && path === 'choices') sendJson(response, 200, choices);
        else if (path === 'generate-topics' || (method === 'GET' && path === 'topics')) {
            const niche = method === 'GET' ? (url.searchParams.get('niche') ?? '') : text(body, 'niche');
            const count = Number(method === 'GET' ? (url.searchParams.get('count') ?? 5) : (body['count'] ?? 5));
            await new Promise((resolve) => setTimeout(resolve, this.findingMs));
            const topics = topicsFor(niche, count);
            sendJson(response, 200, {
                topics,
                notices: topics.length < count ? ['These are all that are known.'] : [],
            });
        } else if (method === 'POST' && path === 'preview-script') {
            const given = body['script'] as Script | string | undefined;
            const script =
                given === undefined
                    ? await this.writeSlowly(body, user)
                    : typeof given === 'string'
                      ? scriptOf(given)
                      : await this.readSlowly(given);
            sendJson(response, 200, { script, estimated_duration_s: this.secondsOf(script) });
        } else if (method === 'POST' && path === 'create-video-enhanced') {
            await new Promise((resolve) => setTimeout(resolve, this.orderingMs));
            this.create(body, user, response);
        } else return false;
        return true;
    }

    private async writeSlowly(body: Json, user: User): Promise<Script> {
        await new Promise((resolve) => setTimeout(resolve, this.writingMs));
        return this.write(body, user);
    }

    private async readSlowly(script: Script): Promise<Script> {
        const { takeMs, refusal } = this.lengths;
        this.lengths.asked += 1;
        await new Promise((resolve) => setTimeout(resolve, takeMs));
        if (refusal !== undefined) throw new Refusal(refusal.status, refusal.code, 'No length this time.');
        if (script.scenes.some((scene) => scene.text.trim() === '')) {
            throw new Refusal(422, 'invalid', 'A scene is empty.', { errors: [wrong('/script', 'A scene is empty.')] });
        }
        return script;
    }

    private secondsOf(script: Script): number {
        const words = script.scenes.map((scene) => scene.text.split(/\s+/).length);
        return Math.round(words.reduce((sum, count) => sum + count * this.secondsPerWord, 0));
    }

    private write(body: Json, user: User): Script {
        const given = ['topic', 'text', 'url'].filter((name) => text(body, name) !== '');
        if (given.length !== 1) {
            throw new Refusal(422, 'invalid', 'Say what it is about.', { errors: [wrong('/topic', 'Give a topic.')] });
        }
        const title = text(body, 'topic') || text(body, 'text').slice(0, 40) || 'An article';
        if (/nothing.is.known/i.test(title + text(body, 'url'))) {
            const detail = `No source says enough about “${title}”.`;
            throw new Refusal(422, 'no_material', detail, {
                errors: [wrong(`/${given[0]}`, detail)],
                ...this.waysOn(body, user),
            });
        }
        return { ...scriptFor(title, text(body, 'language') || 'en'), notices: this.writtenNotices };
    }

    private waysOn(body: Json, user: User): Json {
        const hasModel = this.settings.model.base_url !== '';
        const last = hasModel ? 'topic' : user.role === 'owner' ? 'model' : 'owner';
        const codes =
            text(body, 'text') !== ''
                ? ['text', 'script', 'url']
                : text(body, 'url') !== ''
                  ? ['url', 'text', 'topic']
                  : ['text', 'url', last];
        return { ways: codes.map((code) => waySentences[code] ?? ''), way_codes: codes };
    }

    private create(body: Json, user: User, response: ServerResponse): void {
        const script = (body['script'] as Script | undefined) ?? this.write(body, user);
        const formats = (body['formats'] as Format[] | undefined) ?? ['vertical', 'wide'];
        const errors: Json[] = [];
        if (formats.length === 0) errors.push(wrong('/formats', 'Choose vertical, wide or both.'));
        const duration = Number(body['duration'] ?? 60);
        if (duration < 15 || duration > 600) errors.push(wrong('/duration', 'A video has 15 to 600 seconds.'));
        script.scenes.forEach((scene, index) => {
            if (scene.text.includes('\u0007'))
                errors.push(wrong(`/script/scenes/${index}/text`, 'This cannot be spoken.'));
        });
        const language = text(body, 'language') || (script.language ?? 'en');
        const voice = choices.voices.find((one) => one.id === text(body, 'voice'));
        if (voice !== undefined && !voice.language.startsWith(language)) {
            errors.push(wrong('/voice', 'This voice does not speak the language of the words.'));
        }
        if (errors.length > 0) throw new Refusal(422, 'invalid', 'Some choices are wrong.', { errors });
        const title = script.title ?? 'Untitled';
        const task = this.work.order(user.id, title, script, formats, text(body, 'style'));
        Object.assign(task.video, { language, voice: text(body, 'voice') });
        this.accept(task, response);
    }

    private accept(task: FakeTask, response: ServerResponse): void {
        const self = `/api/v1/task-status/${task.id}`;
        response.setHeader('Location', self);
        sendJson(response, 202, {
            success: true,
            task_id: task.id,
            video_id: task.video.id,
            status: 'pending',
            links: {
                self,
                events: `/api/v1/task-events/${task.id}`,
                cancel: `/api/v1/tasks/${task.id}`,
                video: `/api/v1/videos/${task.video.id}`,
            },
        });
    }

    private taskCalls(
        method: string,
        path: string,
        user: User,
        request: IncomingMessage,
        response: ServerResponse,
    ): boolean {
        const [kind, id] = path.split('/');
        if (method === 'GET' && path === 'tasks') {
            const items = this.work.unfinished(user.id).map((task) => this.work.taskView(task));
            sendJson(response, 200, { items });
            return true;
        }
        if (id === undefined || !['task-status', 'task-events', 'tasks'].includes(kind ?? '')) return false;
        const task = this.work.tasks.get(id);
        if (task === undefined || task.video.owner !== user.id) throw new Refusal(404, 'not_found', 'No such task.');
        if (kind === 'task-status') sendJson(response, 200, this.work.taskView(task));
        else if (kind === 'tasks' && method === 'DELETE') {
            this.work.cancel(task);
            const { state, status } = this.work.taskView(task);
            sendJson(response, 202, { task_id: task.id, state, status });
        } else if (kind === 'task-events') this.stream(task, request, response);
        else return false;
        return true;
    }

    private stream(task: FakeTask, request: IncomingMessage, response: ServerResponse): void {
        if (!this.streams) throw new Refusal(503, 'unavailable', 'No streams now.');
        if (request.headers['last-event-id'] !== undefined && isFinal(task.state)) {
            sendNothing(response);
            return;
        }
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        response.write('retry: 3000\n\n: heartbeat\n\n');
        const stream = { task, response };
        this.open.add(stream);
        response.on('close', () => this.open.delete(stream));
        this.sendEvent(stream);
    }

    private videoCalls(
        method: string,
        path: string,
        user: User,
        url: URL,
        request: IncomingMessage,
        response: ServerResponse,
    ): boolean {
        const own = this.work.videos.filter((video) => video.owner === user.id);
        if (method === 'GET' && path === 'get-recent-videos') {
            const recent = own.filter((video) => video.trashedAt === null).slice(0, perPage);
            sendJson(response, 200, { items: recent.map((video) => this.work.videoView(video)) });
            return true;
        }
        if (method === 'GET' && path === 'video-history') {
            this.history(own, url, response);
            return true;
        }
        const [kind, id, part, name] = path.split('/');
        if (kind !== 'videos' || id === undefined) return false;
        const video = own.find((one) => one.id === id);
        if (video === undefined) throw new Refusal(404, 'not_found', 'No such video.');
        if (part === undefined) this.oneVideo(method, video, url, response);
        else if (part === 'script') sendJson(response, 200, { script: video.script });
        else if (part === 'restore') {
            video.trashedAt = null;
            const room = this.work.unfinished(user.id).length < mostUnfinished;
            if (video.cutShort && room) this.work.begin(video);
            video.cutShort = false;
            sendJson(response, 200, { video: this.work.videoView(video) });
        } else if (part === 'retry') this.retry(video, response);
        else if (name !== undefined) sendMedia(request, response, part, name, url.searchParams.has('download'));
        else return false;
        return true;
    }

    private history(own: FakeVideo[], url: URL, response: ServerResponse): void {
        const page = Number(url.searchParams.get('page') ?? 1);
        const size = Math.min(100, Number(url.searchParams.get('per_page') ?? perPage));
        const search = (url.searchParams.get('search') ?? '').toLowerCase();
        const trash = url.searchParams.get('trash') === '1';
        const found = own.filter(
            (video) => (video.trashedAt !== null) === trash && video.title.toLowerCase().includes(search),
        );
        sendJson(response, 200, {
            items: found.slice((page - 1) * size, page * size).map((video) => this.work.videoView(video)),
            page,
            per_page: size,
            total: found.length,
            pages: Math.ceil(found.length / size),
        });
    }

    private oneVideo(method: string, video: FakeVideo, url: URL, response: ServerResponse): void {
        if (method === 'GET') {
            sendJson(response, 200, { video: this.work.videoView(video) });
            return;
        }
        if (url.searchParams.get('forever') === '1') {
            if (video.trashedAt === null) throw new Refusal(409, 'conflict', 'It is not in the trash.');
            this.work.videos.splice(this.work.videos.indexOf(video), 1);
        } else {
            video.trashedAt = new Date().toISOString();
            video.cutShort = !isFinal(this.work.taskOf(video).state);
            this.work.cancel(this.work.taskOf(video));
        }
        sendNothing(response);
    }

    private retry(video: FakeVideo, response: ServerResponse): void {
        const { state } = this.work.taskOf(video);
        if (state !== 'FAILURE' && state !== 'REVOKED') throw new Refusal(409, 'conflict', 'It did not fail.');
        this.accept(this.work.begin(video), response);
    }
}

function sendPage(response: ServerResponse, path: string): void {
    const file = join(pageFolder, path);
    const isAsset = path.startsWith('/assets/') && !path.includes('..') && existsSync(file);
    if (path.startsWith('/assets/') && !isAsset) {
        response.writeHead(404).end();
        return;
    }
    const types: Record<string, string> = {
        '.js': 'text/javascript; charset=utf-8',
        '.css': 'text/css; charset=utf-8',
        '.svg': 'image/svg+xml',
    };
    response.writeHead(200, {
        'Content-Type': isAsset ? (types[extname(path)] ?? 'application/octet-stream') : 'text/html; charset=utf-8',
        'Cache-Control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(readFileSync(isAsset ? file : join(pageFolder, 'index.html')));
}

/** Of the marks that a text may have, those that tests use. */
function scriptOf(given: string): Script {
    const plain = given.replaceAll('**', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const paragraphs = plain.trim().split(/\n\s*\n/);
    const heading = /^# (.*)$/.exec(paragraphs[0] ?? '')?.[1];
    const scenes = paragraphs.slice(heading === undefined ? 0 : 1).map((words) => ({ text: words }));
    const notices = plain === given.trim() ? [] : ['Markup such as "**" is left out, since nobody says it.'];
    return { title: heading ?? /^[^.]*/.exec(plain)![0], language: 'en', scenes, notices, writer: 'given' };
}

/** The nearest file of the folder: a script may have more scenes than there are pictures. */
function mediaFile(name: string): string {
    const scene = /^(vertical|wide)-(\d+)\.jpg$/.exec(name);
    if (scene === null) return join(mediaFolder, name);
    return join(mediaFolder, `${scene[1]}-${((Number(scene[2]) - 1) % 6) + 1}.jpg`);
}

function sendMedia(
    request: IncomingMessage,
    response: ServerResponse,
    part: string,
    name: string,
    download: boolean,
): void {
    if (part !== 'files' && part !== 'previews') throw new Refusal(404, 'not_found', 'No such file.');
    if (!/^[\w-]+\.\w+$/.test(name) || !existsSync(mediaFile(name)))
        throw new Refusal(404, 'not_found', 'No such file.');
    const bytes = readFileSync(mediaFile(name));
    const types: Record<string, string> = {
        '.mp4': 'video/mp4',
        '.jpg': 'image/jpeg',
        '.vtt': 'text/vtt; charset=utf-8',
    };
    response.setHeader('Content-Type', types[extname(name)] ?? 'application/json');
    response.setHeader('Accept-Ranges', 'bytes');
    if (download) response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (range === null) {
        response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
        return;
    }
    const first = Number(range[1]);
    const last = range[2] === '' ? bytes.length - 1 : Math.min(Number(range[2]), bytes.length - 1);
    response.setHeader('Content-Range', `bytes ${first}-${last}/${bytes.length}`);
    response.writeHead(206, { 'Content-Length': last - first + 1 }).end(bytes.subarray(first, last + 1));
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-cache' });
    response.end(JSON.stringify(value));
}

function sendNothing(response: ServerResponse): void {
    response.writeHead(204).end();
}

function sendProblem(response: ServerResponse, thrown: unknown): void {
    const refusal = thrown instanceof Refusal ? thrown : new Refusal(500, 'internal', String(thrown));
    const { retry_after } = refusal.more as { retry_after?: number };
    if (retry_after !== undefined) response.setHeader('Retry-After', retry_after);
    response.writeHead(refusal.status, { 'Content-Type': 'application/problem+json' });
    response.end(
        JSON.stringify({
            type: `/problems/${refusal.code}`,
            title: titles[refusal.code] ?? 'Error',
            status: refusal.status,
            detail: refusal.message,
            code: refusal.code,
            instance: `urn:uuid:${randomUUID()}`,
            ...refusal.more,
        }),
    );
}

const waySentences: Record<string, string> = {
    text: 'Paste a text.',
    url: 'Give the address of an article.',
    topic: 'Ask in other words, or for another topic.',
    script: 'Give the words as a script.',
    model: 'Connect a language model in the settings.',
    owner: 'Ask the owner of this studio to connect a language model.',
};

const titles: Record<string, string> = {
    invalid: 'The request cannot be used',
    not_found: 'Not found',
    no_material: 'Nothing honest to say',
    conflict: 'Not in this state',
    unauthenticated: 'Not signed in',
    forbidden: 'Not allowed',
    rate_limited: 'Too many requests',
    unavailable: 'Not available now',
};

const wrong = (pointer: string, detail: string): Json => ({ pointer, code: 'invalid', detail });

function text(body: Json, name: string): string {
    const value = body[name];
    return typeof value === 'string' ? value.trim() : '';
}

async function readJson(request: IncomingMessage): Promise<Json> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const whole = Buffer.concat(parts).toString();
    if (whole === '') return {};
    try {
        return JSON.parse(whole) as Json;
    } catch {
        throw new Refusal(400, 'malformed', 'This is no JSON.');
    }
}

function cookieOf(request: IncomingMessage): string {
    return /(?:^|; )mss_session=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}
