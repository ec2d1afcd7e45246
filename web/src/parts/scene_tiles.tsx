// The scenes of a video in the making: each tile fills with a real frame as soon as there is one.

import { useState } from 'preact/hooks';
import type { Format, SceneProgress } from '../api/types.ts';
import { Icon } from './icon.tsx';
import { Segments } from './segments.tsx';

interface SceneTilesProps {
    scenes: readonly SceneProgress[];
    formats: readonly Format[];
}

const formatNames: Record<Format, string> = { vertical: 'Vertical', wide: 'Wide' };
const stateWords: Record<SceneProgress['state'], string> = {
    waiting: 'Waiting',
    rendering: 'Being drawn',
    done: 'Done',
};

export function SceneTiles({ scenes, formats }: SceneTilesProps) {
    const [wanted, setWanted] = useState<Format>();
    const shown = wanted !== undefined && formats.includes(wanted) ? wanted : (formats[0] ?? 'vertical');
    if (scenes.length === 0) return null;
    return (
        <section class="board-scenes" aria-labelledby="scenes-title">
            <div class="board-scenes-head">
                <h2 id="scenes-title">Scenes</h2>
                {formats.length > 1 && (
                    <Segments
                        legend="Cut that is shown"
                        hideLegend
                        value={shown}
                        onChoose={setWanted}
                        segments={formats.map((id) => ({ id, content: formatNames[id] }))}
                    />
                )}
            </div>
            <ol class={`tiles tiles-${shown}`}>
                {scenes.map((scene) => (
                    <SceneTile key={scene.number} scene={scene} format={shown} />
                ))}
            </ol>
        </section>
    );
}

function SceneTile({ scene, format }: { scene: SceneProgress; format: Format }) {
    const preview = scene.previews[format];
    // A tile is done once the cut that is looked at has it; the other cut may still be drawn.
    const state = preview === undefined ? scene.state : 'done';
    return (
        <li class={`tile tile-${state}`}>
            <div class="tile-picture">
                <span class="tile-number" aria-hidden="true">
                    {scene.number}
                </span>
                {preview !== undefined && <img src={preview} alt={`Frame of scene ${scene.number}`} decoding="async" />}
                <span class="tile-state">
                    {state === 'done' && <Icon name="done" />}
                    <span class={state === 'rendering' ? '' : 'only-read-out'}>{stateWords[state]}</span>
                </span>
            </div>
            <p class="tile-text">{scene.text}</p>
        </li>
    );
}
