// A video that failed or was cancelled: what happened, and what to do about it.

import { useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { TaskFailure, Video } from '../api/types.ts';
import { failureWords, type FailureWords } from '../format/failure_words.ts';
import { setDraft } from '../state/draft.ts';
import { makePath, navigate } from '../state/router.ts';
import { refreshRunning } from '../state/running.ts';
import { runsTheServer } from '../state/session.ts';
import { showError } from '../state/toasts.ts';
import { useStillShown } from './hooks.ts';
import { Icon } from './icon.tsx';
import { TechnicalDetails } from './notice.tsx';
import { EditAgain } from './video_details.tsx';
import { WordsAwayActions } from './words_away.tsx';

interface VideoTroubleProps {
    video: Video;
    failed: boolean; // else it was cancelled
    error: TaskFailure | undefined;
}

export function VideoTrouble({ video, failed, error }: VideoTroubleProps) {
    const noMaterial = error?.code === 'no_material';
    const words = failureWords(error);
    const otherVoice = words.help === 'voice' && video.has_script;
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
                        <WhatHappened words={words} task={video.task_id} />
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
                        {otherVoice && <EditAgain video={video} label="Choose another voice" primary />}
                        {!noMaterial && video.trashed_at === null && (
                            <RetryButton
                                video={video}
                                label={failed ? 'Try again' : 'Make again'}
                                primary={!otherVoice}
                            />
                        )}
                        {noMaterial && <BringText />}
                        {!noMaterial && !otherVoice && video.has_script && (
                            <EditAgain video={video} label="Edit script" />
                        )}
                        {failed && words.help === 'model' && <WordsAwayActions onText={bringText} />}
                    </div>
                </div>
            </div>
        </>
    );
}

function WhatHappened({ words, task }: { words: FailureWords; task: string }) {
    const happened = [words.happened, words.tried].filter((text) => text !== '').join(' ');
    const wayToHelp = runsTheServer.value ? forThoseWhoRunIt(words) : forMakers(words);
    return (
        <>
            <p>{happened}</p>
            {words.next !== '' && <p>{words.next}</p>}
            {wayToHelp !== undefined && (
                <p class="quiet">
                    {wayToHelp} <code>{task}</code>
                </p>
            )}
            <TechnicalDetails text={words.technical} />
        </>
    );
}

/** The words before the number of the task; nothing where it is of no use. */
function forThoseWhoRunIt({ help }: FailureWords): string | undefined {
    const number = "Its number, in the server's log and for “mss task show”:";
    if (help === 'none') return undefined;
    if (help === 'voice') return `Look at the setting, then try again; or choose another voice. ${number}`;
    return help === 'first' ? `Look at the server's disk and its log, then try again. ${number}` : number;
}

function forMakers({ help }: FailureWords): string | undefined {
    if (help === 'if again') return 'If it happens again, give this number to whoever runs the server:';
    if (help === 'first') return 'Give this number to whoever runs the server, and try again when they have looked:';
    if (help === 'voice')
        return 'Choose another voice, or give this number to whoever runs the server and try again when they have looked:';
    return undefined; // whom to ask about a model stands beside the button for other words
}

function RetryButton({ video, label, primary }: { video: Video; label: string; primary: boolean }) {
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
        <button
            type="button"
            class={primary ? 'button button-primary' : 'button'}
            aria-disabled={busy}
            onClick={() => void retry()}
        >
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
