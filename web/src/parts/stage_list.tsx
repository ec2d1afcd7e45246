// The stages of a video in the making, each with its state in words and as a sign.

import type { Stage } from '../api/types.ts';
import { Icon } from './icon.tsx';

const stateWords: Record<Stage['state'], string> = { waiting: 'not begun', running: 'under way', done: 'done' };

export function StageList({ stages }: { stages: readonly Stage[] }) {
    return (
        <ol class="stages" aria-label="Stages">
            {stages.map((stage) => (
                <li key={stage.name} class={`stage stage-${stage.state}`}>
                    <span class="stage-sign">{stage.state === 'done' && <Icon name="done" />}</span>
                    <span class="stage-title">
                        {stage.title}
                        <span class="only-read-out">: {stateWords[stage.state]}</span>
                    </span>
                    {stage.total > 1 && stage.state !== 'waiting' && (
                        <span class="stage-count">
                            {stage.done} of {stage.total}
                        </span>
                    )}
                </li>
            ))}
        </ol>
    );
}
