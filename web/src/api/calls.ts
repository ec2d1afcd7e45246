// The server's endpoints, one function each. All throw ApiError.

import { shownTitle } from '../format/words.ts';
import { keyOf, orderAnswered } from './order_key.ts';
import { ApiError } from './problem.ts';
import { queryOf, request, requestFile } from './request.ts';
import type {
    Accepted,
    Choices,
    ModelSettings,
    ModelTest,
    QueueList,
    Script,
    Settings,
    SettingsChange,
    SpokenWords,
    StartState,
    TaskProgress,
    TaskStatus,
    TopicList,
    User,
    Video,
    VideoOrder,
    VideoPage,
    WordsOrder,
    WrittenScript,
} from './types.ts';

export const start = (): Promise<StartState> => request('GET', '/start');
export const choices = (): Promise<Choices> => request('GET', '/choices');

export async function signUp(email: string, password: string, code?: string): Promise<User> {
    const body = code === undefined ? { email, password } : { email, password, code };
    return (await request<{ user: User }>('POST', '/signup', { body, keepsSession: true })).user;
}

export async function logIn(email: string, password: string): Promise<User> {
    return (await request<{ user: User }>('POST', '/login', { body: { email, password }, keepsSession: true })).user;
}

export const logOut = (): Promise<void> => request('POST', '/logout', { keepsSession: true });

export async function me(): Promise<User> {
    return (await request<{ user: User }>('GET', '/me', { keepsSession: true })).user;
}

export const changePassword = (current: string, next: string): Promise<void> =>
    request('POST', '/password', { body: { current, new: next } });

/** A sentence as a voice says it; of no voice the best of the language. Made now where it is not there yet. */
export function voiceSample(voice: string, language: string, signal: AbortSignal): Promise<Blob> {
    const query = language === '' ? '' : `?language=${encodeURIComponent(language)}`;
    const path = `/voices/${encodeURIComponent(voice === '' ? 'auto' : voice)}/sample${query}`;
    return requestFile(path, { signal });
}

export const topics = (niche: string, count: number, signal: AbortSignal): Promise<TopicList> =>
    request('POST', '/generate-topics', { body: { niche, count }, signal });

export const writeScript = (order: WordsOrder, signal: AbortSignal): Promise<WrittenScript> =>
    request('POST', '/preview-script', { body: order, signal });

/** A text as the script that it is: its marks become a title, scenes and plain words, and what it says stays. */
export const readScript = (text: string, language: string, signal: AbortSignal): Promise<WrittenScript> =>
    request('POST', '/preview-script', { body: language === '' ? { script: text } : { script: text, language }, signal });

/**
 * How long a video of these words will be. Asked for beside what somebody does, so a session that has ended is left to
 * what they do next, and not noticed in the middle of a word.
 */
export async function scriptSeconds(words: SpokenWords, signal: AbortSignal): Promise<number> {
    const scenes = words.texts.map((text, index) => ({ text, pause_s: words.pauses[index] ?? 0 }));
    const { pace } = words;
    const script: Script = words.language === '' ? { pace, scenes } : { language: words.language, pace, scenes };
    const written = await request<WrittenScript>('POST', '/preview-script', {
        body: { script },
        signal,
        keepsSession: true,
    });
    return written.estimated_duration_s;
}

export async function createVideo(order: VideoOrder): Promise<Accepted> {
    try {
        const headers = { 'Idempotency-Key': keyOf(order) };
        const accepted = await request<Accepted>('POST', '/create-video-enhanced', { body: order, headers });
        orderAnswered();
        return accepted;
    } catch (thrown) {
        if (thrown instanceof ApiError && thrown.problem.status >= 400 && thrown.problem.status < 500) orderAnswered();
        throw thrown;
    }
}

export async function taskStatus(id: string, signal?: AbortSignal): Promise<TaskStatus> {
    const options = signal === undefined ? {} : { signal };
    return readTask(await request('GET', `/task-status/${encodeURIComponent(id)}`, options));
}

export const taskEventsAddress = (id: string): string => `/api/v1/task-events/${encodeURIComponent(id)}`;

export async function unfinishedTasks(): Promise<TaskStatus[]> {
    return (await request<{ items: TaskStatus[] }>('GET', '/tasks')).items.map(readTask);
}

export const cancelTask = (id: string): Promise<void> => request('DELETE', `/tasks/${encodeURIComponent(id)}`);

export interface HistoryQuery {
    page: number;
    search: string;
    trash: boolean;
}

export async function videoHistory(query: HistoryQuery, signal: AbortSignal): Promise<VideoPage> {
    const asked = queryOf({ page: query.page, search: query.search, trash: query.trash ? 1 : '' });
    const found = await request<VideoPage>('GET', `/video-history${asked}`, { signal });
    return { ...found, items: found.items.map(readVideo) };
}

export async function video(id: string, signal: AbortSignal): Promise<Video> {
    return readVideo((await request<{ video: Video }>('GET', videoPath(id), { signal })).video);
}

export async function videoScript(id: string): Promise<Script> {
    return (await request<{ script: Script }>('GET', `${videoPath(id)}/script`)).script;
}

export const trashVideo = (id: string): Promise<void> => request('DELETE', videoPath(id));
export async function restoreVideo(id: string): Promise<Video> {
    return readVideo((await request<{ video: Video }>('POST', `${videoPath(id)}/restore`)).video);
}
export const removeVideo = (id: string): Promise<void> => request('DELETE', `${videoPath(id)}?forever=1`);
export const retryVideo = (id: string): Promise<Accepted> => request('POST', `${videoPath(id)}/retry`);

export const settings = (): Promise<Settings> => request('GET', '/settings');
export const changeSettings = (change: SettingsChange): Promise<Settings> =>
    request('PUT', '/settings', { body: change });
export const testModel = (model: ModelSettings | undefined, signal: AbortSignal): Promise<ModelTest> =>
    request('POST', '/settings/test', { body: model === undefined ? {} : { model }, signal });

export const queues = (signal: AbortSignal): Promise<QueueList> => request('GET', '/queues', { signal });
export const pauseQueue = (name: string): Promise<QueueList> => request('POST', `${queuePath(name)}/pause`);
export const resumeQueue = (name: string): Promise<QueueList> => request('POST', `${queuePath(name)}/resume`);

const queuePath = (name: string): string => `/queues/${encodeURIComponent(name)}`;
const videoPath = (id: string): string => `/videos/${encodeURIComponent(id)}`;

const noProgress: TaskProgress = { step: '', percent: 0, eta_s: null, stages: [], scenes: [] };
const untold = { no_worker: false, paused: false, attempt: 0, next_try_at: null, last_error: null };

/**
 * A task that nobody has begun may come without progress, its video without a title, and no count is ever over its end;
 * pages need not know.
 */
export function readTask(task: TaskStatus): TaskStatus {
    const meta = { ...noProgress, ...task.meta };
    const stages = meta.stages.map((stage) => ({ ...stage, done: Math.min(stage.done, stage.total) }));
    return {
        ...untold,
        ...task,
        title: shownTitle(task.title, meta.scenes[0]?.text),
        meta: { ...meta, percent: Math.min(100, Math.max(0, meta.percent)), stages },
    };
}

/** Every video is called something, so that it can be seen, clicked and spoken of. */
export const readVideo = (given: Video): Video => ({ ...given, title: shownTitle(given.title) });
