// A finished video in full: the player, what can be downloaded, its sources, and how to go on from it.

import { useState } from 'preact/hooks';
import * as calls from '../api/calls.ts';
import type { Video, VideoFile } from '../api/types.ts';
import { bytes, clock } from '../format/numbers.ts';
import { startEditing } from '../state/draft.ts';
import { choicesOf } from '../state/options.ts';
import { replaceScript } from '../state/replace_script.ts';
import { navigate } from '../state/router.ts';
import { showError } from '../state/toasts.ts';
import { useStillShown } from './hooks.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';
import { Notices } from './notice.tsx';
import { SourceList } from './source_list.tsx';
import { VideoPlayer } from './video_player.tsx';

export function VideoDetails({ video }: { video: Video }) {
    return (
        <div class="details">
            <VideoPlayer video={video} />
            <div class="details-side">
                <Notices notices={video.notices ?? []} />
                <div class="actions">
                    <EditAgain video={video} primary />
                    <Link to="/" class="button">
                        <Icon name="add" />
                        Make another
                    </Link>
                </div>
                <Downloads video={video} />
                <Credits video={video} />
            </div>
        </div>
    );
}

interface EditAgainProps {
    video: Video;
    primary?: boolean;
    label?: string;
}

/** Takes the script of a video as the draft, with the choices that it was made with. */
export function EditAgain({ video, primary, label }: EditAgainProps) {
    const [busy, setBusy] = useState(false);
    const isShown = useStillShown();
    const open = async (): Promise<void> => {
        if (busy) return;
        setBusy(true);
        try {
            const script = await calls.videoScript(video.id);
            if (!isShown()) return;
            replaceScript(() => startEditing(script, null, choicesOf(video, script)));
            navigate('/script');
        } catch (thrown) {
            showError(thrown);
            setBusy(false);
        }
    };
    return (
        <button
            type="button"
            class={primary === true ? 'button button-primary' : 'button'}
            aria-disabled={busy}
            onClick={() => void open()}
        >
            <Icon name="edit" />
            {label ?? 'Edit and make again'}
        </button>
    );
}

const kindWords: Record<VideoFile['kind'], string> = {
    vertical: 'Vertical video',
    wide: 'Wide video',
    captions: 'Captions',
    thumbnail: 'Thumbnail',
    script: 'Script',
    metadata: 'Text',
};
const order: readonly VideoFile['kind'][] = ['vertical', 'wide', 'captions', 'thumbnail', 'script', 'metadata'];

function Downloads({ video }: { video: Video }) {
    const sorted = [...video.files].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
    const cuts = sorted.filter((file) => file.kind === 'vertical' || file.kind === 'wide');
    const others = sorted.filter((file) => !cuts.includes(file));
    return (
        <section class="downloads" aria-labelledby="downloads-title">
            <h2 id="downloads-title">Downloads</h2>
            <ul>
                {cuts.map((file) => (
                    <DownloadRow key={file.name} file={file} />
                ))}
            </ul>
            {others.length > 0 && (
                <details class="more">
                    <summary>Captions, thumbnails, texts ({others.length})</summary>
                    <ul>
                        {others.map((file) => (
                            <DownloadRow key={file.name} file={file} />
                        ))}
                    </ul>
                </details>
            )}
        </section>
    );
}

function DownloadRow({ file }: { file: VideoFile }) {
    const size = file.width !== undefined && file.height !== undefined ? `${file.width}×${file.height}, ` : '';
    return (
        <li>
            <a class="download" href={`${file.url}?download=1`} download={file.name}>
                <Icon name="download" />
                <span class="download-words">
                    <strong>{kindWords[file.kind]}</strong>
                    <span>{file.name}</span>
                </span>
                <span class="download-size">
                    {size}
                    {bytes(file.bytes)}
                </span>
            </a>
        </li>
    );
}

function Credits({ video }: { video: Video }) {
    const sources = video.sources ?? [];
    return (
        <section class="sources" aria-labelledby="credits-title">
            <h2 id="credits-title">Sources</h2>
            {sources.length === 0 ? (
                <p class="quiet">This video names no sources.</p>
            ) : (
                <SourceList sources={sources} />
            )}
            {video.voice !== '' && <p class="quiet">Spoken by {video.voice}.</p>}
        </section>
    );
}

/** "0:42 · 31 MB · sample", which breaks behind a point alone. */
export function factsOf(video: Video): string {
    const facts: string[] = [];
    if (video.duration_s !== null) facts.push(clock(video.duration_s));
    if (video.bytes > 0) facts.push(bytes(video.bytes));
    if (video.sample) facts.push('sample');
    return facts.map((fact) => fact.replaceAll(' ', '\u00a0')).join('\u00a0· ');
}
