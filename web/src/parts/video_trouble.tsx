// A video that failed or was cancelled: what happened, and what to do about it.

import { useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import { isWordsAway } from '../api/problem.ts';
import type { TaskFailure, Video } from '../api/types.ts';
import { failureWords, isProcessTalk, type FailureWords } from '../format/failure_words.ts';
import { setDraft } from '../state/draft.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import { runsTheServer } from '../state/session.ts';
import { showError } from '../state/toasts.ts';
import { useStillShown } from './hooks.ts';
import { Icon } from './icon.tsx';
import { EditAgain } from './video_details.tsx';
import { WordsAwayActions } from './words_away.tsx';

interface VideoTroubleProps {
    video: Video;
    failed: boolean; // else it was cancelled
    error: TaskFailure | undefined;
}

export function VideoTrouble({ video, failed, error }: VideoTroubleProps) {
    const noMaterial = error?.code === 'no_material';
    const wordsAway = error !== undefined && isWordsAway(error.code) && !isProcessTalk(error.code, error.message);
    return (
        <>
            <header class="board-head">
                <p class={failed ? 'eyebrow eyebrow-error' : 'eyebrow'}>
                    {failed && <Icon name="warning" />}
                    {failed ? 'Failed' : 'Cancelled'}
                </p>
                <h1 tabIndex={-1}>{video.title}</h1>
            </header>
            <div class={failed ? 'notice notice-error' : 'notice notice-plain'} role={failed ? 'alert' : undefined}>
                <Icon name={failed ? 'warning' : 'clock'} />
                <div class="notice-words">
                    <p class="notice-title">
                        {failed ? 'The video could not be made' : 'It was stopped before it was done'}
                    </p>
                    {failed ? (
                        <WhatHappened words={failureWords(error)} task={video.task_id} />
                    ) : (
                        <p>What was finished is kept: made again, it goes on from there.</p>
                    )}
                    {error?.ways !== undefined && error.ways.length > 0 && (
                        <ul class="plain-list">
                            {error.ways.map((way) => (
                                <li key={way}>{way}</li>
                            ))}
                        </ul>
                    )}
                    {video.trashed_at !== null && <p>Restore it first to have it made.</p>}
                    <div class="actions">
                        {!noMaterial && video.trashed_at === null && (
                            <RetryButton video={video} label={failed ? 'Try again' : 'Make again'} />
                        )}
                        {noMaterial && <BringText />}
                        {!noMaterial && video.has_script && <EditAgain video={video} label="Edit script" />}
                        {wordsAway && !video.has_script && <WordsAwayActions onText={bringText} />}
                    </div>
                </div>
            </div>
        </>
    );
}

function WhatHappened({ words, task }: { words: FailureWords; task: string }) {
    const forThem = runsTheServer.value;
    const happened = [words.happened, words.tried].filter((text) => text !== '').join(' ');
    return (
        <>
            <p>{happened}</p>
            {words.next !== '' && <p>{words.next}</p>}
            <p class="quiet">
                {forThem
                    ? "Its number, in the server's log and for “mss task show”: "
                    : 'If it happens again, give this number to whoever runs the server: '}
                <code>{task}</code>
            </p>
            {forThem && words.technical !== '' && (
                <details class="technical">
                    <summary>Technical details</summary>
                    <p>{words.technical}</p>
                </details>
            )}
        </>
    );
}

function RetryButton({ video, label }: { video: Video; label: string }) {
    const [busy, setBusy] = useState(false);
    const isShown = useStillShown();
    const retry = async (): Promise<void> => {
        if (busy) return;
        setBusy(true);
        try {
            const accepted = await calls.retryVideo(video.id);
            void refreshRunning();
            if (isShown()) navigate(makePath(accepted.task_id));
        } catch (thrown) {
            showError(thrown);
            setBusy(false);
        }
    };
    return (
        <button type="button" class="button button-primary" aria-disabled={busy} onClick={() => void retry()}>
            <Icon name="again" />
            {label}
        </button>
    );
}

function bringText(): void {
    setDraft({ way: 'text' });
    navigate('/');
}

function BringText() {
    return (
        <button type="button" class="button button-primary" onClick={bringText}>
            <Icon name="words" />
            Bring a text or a link
        </button>
    );
}
