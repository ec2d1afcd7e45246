// Every shape that the server's API takes or gives, as docs of the API name them. Types only.

export type Format = 'vertical' | 'wide';
export type Role = 'owner' | 'operator' | 'viewer' | 'creator';

export interface StartState {
    has_accounts: boolean;
    sign_up_open: boolean;
    code_needed: boolean;
    version: string;
}

export interface User {
    id: string;
    email: string;
    role: Role;
    created_at: string;
}

export interface Style {
    id: string;
    name: string;
    description: string;
}

export interface Voice {
    id: string;
    name: string;
    language: string;
    engine: string;
    /** By the character, to a service. */
    paid?: boolean;
}

export interface Language {
    id: string;
    name: string;
}

export interface FormatChoice {
    id: Format;
    name: string;
    width: number;
    height: number;
}

/** An entry of a short list: its id alone, or with words for people. */
export type PlainChoice = string | { id: string; name?: string; description?: string };

export interface Choices {
    styles: Style[];
    voices: Voice[];
    /** Tags alone, or with names for people. */
    languages: (string | Language)[];
    formats: FormatChoice[];
    niches: string[];
    durations: { least: number; most: number; usual: number };
    presets: PlainChoice[];
    /** Where there are paid voices: what may be sent to them in a calendar month, and what of it is left. */
    paid_speech?: { characters_a_month: number; characters_left: number };
}

export interface Topic {
    title: string;
    niche: string;
    source: string;
    hook?: string;
    /** What the video would be about, in a sentence. */
    angle?: string;
}

export interface TopicList {
    topics: Topic[];
    notices: string[];
}

export interface Visual {
    kind?: string;
    headline?: string;
    number?: string;
    label?: string;
    items?: string[];
    icons?: string[];
}

export interface Scene {
    text: string;
    visual?: Visual;
    /** Words of the text that are to stand out. */
    emphasis?: string[];
    /** Seconds of silence after the words, beyond the usual pause. */
    pause_s?: number;
}

export interface Source {
    title?: string;
    url?: string;
    author?: string;
    licence?: string;
}

/** docs/script-format.md describes it. */
export interface Script {
    version?: number;
    title?: string;
    language?: string;
    description?: string;
    keywords?: string[];
    /** 1 is the voice's own. */
    pace?: number;
    /** Lines of "word = how to say it". */
    pronunciations?: string[];
    scenes: Scene[];
    sources?: Source[];
    notices?: string[];
    writer?: string;
}

/** What of a script decides its length. */
export interface SpokenWords {
    /** Empty where nobody has named it: the server tells it by the words. */
    language: string;
    texts: readonly string[];
    /** 1 is the voice's own. */
    pace: number;
    /** In seconds, one a text: what is silent after it beyond the usual. */
    pauses: readonly number[];
}

export interface WrittenScript {
    script: Script;
    /** That a video of it will have, with all its pauses. */
    estimated_duration_s: number;
}

/** Where the words of a script come from: exactly one of the three. */
export interface WordsOrder {
    topic?: string;
    text?: string;
    url?: string;
    niche?: string;
    language?: string;
    duration?: number;
}

export interface VideoOrder {
    topic?: string;
    text?: string;
    url?: string;
    script?: Script;
    duration: number;
    formats: Format[];
    style?: string;
    voice?: string;
    language?: string;
    preset?: string;
    music: boolean;
    captions: boolean;
}

export interface Accepted {
    success: boolean;
    task_id: string;
    video_id: string;
    status: string;
}

export type TaskState = 'PENDING' | 'STARTED' | 'PROGRESS' | 'RETRY' | 'SUCCESS' | 'FAILURE' | 'REVOKED';
export type StageState = 'waiting' | 'running' | 'done';
export type SceneState = 'waiting' | 'rendering' | 'done';

export interface Stage {
    name: string;
    title: string;
    state: StageState;
    done: number;
    total: number;
}

export interface SceneProgress {
    number: number;
    text: string;
    state: SceneState;
    previews: Partial<Record<Format, string>>;
}

export interface TaskProgress {
    step: string;
    percent: number;
    eta_s: number | null;
    note?: string;
    stages: Stage[];
    scenes: SceneProgress[];
    notices?: string[];
}

/** Who failed, where somebody can look after that one: "model", or the "voice" that was named. */
export type Cause = string;

export interface TaskFailure {
    code: string;
    message: string;
    cause?: Cause;
    ways?: string[];
}

export interface TaskStatus {
    task_id: string;
    video_id: string;
    title: string;
    state: TaskState;
    status: string;
    queue_position: number | null;
    /** Nobody who is alive takes from this task's queue. */
    no_worker: boolean;
    /** An operator has stopped this task's queue. */
    paused: boolean;
    /** Tries that failed so far. */
    attempt: number;
    /** Both while a try that failed is followed by another. */
    next_try_at: string | null;
    last_error: TaskFailure | null;
    cancel_requested: boolean;
    created_at: string;
    started_at: string | null;
    finished_at: string | null;
    meta: TaskProgress;
    error?: TaskFailure;
}

export type VideoState = 'waiting' | 'making' | 'ready' | 'failed' | 'cancelled';
export type FileKind = Format | 'thumbnail' | 'captions' | 'script' | 'metadata';

export interface VideoFile {
    name: string;
    kind: FileKind;
    bytes: number;
    url: string;
    type: string;
    width?: number;
    height?: number;
}

export interface Video {
    id: string;
    title: string;
    state: VideoState;
    task_id: string;
    created_at: string;
    finished_at: string | null;
    trashed_at: string | null;
    duration_s: number | null;
    bytes: number;
    sample: boolean;
    /** As all three were used, else asked for; empty where they were left to MSS. */
    language: string;
    style: string;
    voice: string;
    thumbnail: string | null;
    error?: TaskFailure;
    files: VideoFile[];
    /** Without one there is nothing to edit: it failed before its words were found. */
    has_script: boolean;
    notices?: string[];
    formats?: Format[];
    sources?: Source[];
}

export interface VideoPage {
    items: Video[];
    page: number;
    per_page: number;
    total: number;
    pages: number;
}

/**
 * Who decided a setting: "page", "file", "environment", "flag" or "default". What comes from the server gives way to the
 * page.
 */
export type SettingSource = string;

export interface Settings {
    model: { base_url: string; name: string; has_key: boolean; source: SettingSource };
    wikipedia: { on: boolean; source: SettingSource };
    sign_up: { open: boolean; source: SettingSource };
}

export interface Queue {
    name: string;
    paused: boolean;
    ready: number;
    scheduled: number;
    running: number;
    dead: number;
    /** Whether some worker takes it. */
    served?: boolean;
}

export interface Worker {
    name: string;
    /** How many videos it makes at once, where the server tells. */
    concurrency?: number;
    /** Where nobody says so, none named means that it takes from all of them. */
    all_queues?: boolean;
    queues?: string[];
    /** Those of them that were taken from it while it runs. */
    except_queues?: string[];
}

export interface QueueList {
    items: Queue[];
    /** Where the server tells of them. */
    workers?: Worker[];
}

export interface ModelSettings {
    base_url: string;
    name: string;
    key?: string;
}

export interface SettingsChange {
    model?: ModelSettings | null;
    wikipedia?: { on: boolean };
    sign_up?: { open: boolean };
}

export interface ModelTest {
    ok: boolean;
    detail: string;
    took_ms: number;
}

export interface FieldError {
    pointer: string;
    code: string;
    detail: string;
}

/** RFC 9457, with this API's own members. */
export interface Problem {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: string;
    instance?: string;
    errors?: FieldError[];
    /** What else can be done: in sentences, and for each of them a code that programs know. */
    ways?: string[];
    way_codes?: string[];
    retry_after?: number;
    cause?: Cause;
}
