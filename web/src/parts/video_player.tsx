// Plays the cuts of a video: a tab for each, captions where there is a file of them.

import { useRef, useState } from 'preact/hooks';
import type { Format, Video, VideoFile } from '../api/types.ts';

const cutNames: Record<Format, string> = { vertical: 'Vertical', wide: 'Wide' };

export function VideoPlayer({ video }: { video: Video }) {
    const cuts = video.files.filter(isCut);
    const [chosen, setChosen] = useState<Format>();
    const tabs = useRef<HTMLDivElement>(null);
    const cut = cuts.find((file) => file.kind === chosen) ?? cuts[0];
    if (cut === undefined) return null;
    const step = (event: KeyboardEvent): void => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        const next = cuts[(cuts.indexOf(cut) + by + cuts.length) % cuts.length];
        if (next === undefined) return;
        event.preventDefault();
        setChosen(next.kind);
        tabs.current?.querySelector<HTMLElement>(`[data-cut="${next.kind}"]`)?.focus();
    };
    return (
        <div class={`player player-${cut.kind}`}>
            {cuts.length > 1 && (
                <div ref={tabs} class="tabs" role="tablist" aria-label="Cut" onKeyDown={step}>
                    {cuts.map((file) => (
                        <button
                            key={file.kind}
                            type="button"
                            role="tab"
                            class="tab"
                            data-cut={file.kind}
                            id={`tab-${file.kind}`}
                            aria-controls="player-panel"
                            aria-selected={file === cut}
                            tabIndex={file === cut ? 0 : -1}
                            onClick={() => setChosen(file.kind)}
                        >
                            <span class={`shape-picture shape-${file.kind}`} />
                            {cutNames[file.kind]}
                        </button>
                    ))}
                </div>
            )}
            <div
                id="player-panel"
                class="player-stage"
                {...(cuts.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `tab-${cut.kind}` } : {})}
            >
                <PlayedCut key={cut.url} video={video} cut={cut} />
            </div>
        </div>
    );
}

function PlayedCut({ video, cut }: { video: Video; cut: CutFile }) {
    const captions = video.files.find((file) => file.kind === 'captions' && file.name.endsWith('.vtt'));
    return (
        <video
            controls
            playsInline
            preload="metadata"
            src={cut.url}
            poster={posterFor(video, cut.kind)}
            width={cut.width}
            height={cut.height}
            aria-label={`${video.title}, ${cutNames[cut.kind].toLowerCase()} cut`}
        >
            {captions !== undefined && (
                <track kind="captions" src={captions.url} srcLang={video.language || 'en'} label="Captions" />
            )}
        </video>
    );
}

type CutFile = VideoFile & { kind: Format };

function isCut(file: VideoFile): file is CutFile {
    return file.kind === 'vertical' || file.kind === 'wide';
}

function posterFor(video: Video, format: Format): string | undefined {
    const thumbnails = video.files.filter((file) => file.kind === 'thumbnail');
    const fitting = thumbnails.find((file) => file.name.includes('vertical') === (format === 'vertical'));
    return fitting?.url ?? video.thumbnail ?? undefined;
}
