// How one scene is said: which of its words stand out, and how long it is silent after them.

import { useState } from 'preact/hooks';
import { SelectField, TextField } from './field.tsx';
import type { Scene } from '../api/types.ts';

const pauses = [0, 0.5, 1, 2, 3];

interface SceneDeliveryProps {
    scene: Scene;
    number: number;
    onChange: (delivery: Pick<Scene, 'emphasis' | 'pause_s'>) => void;
}

export function SceneDelivery({ scene, number, onChange }: SceneDeliveryProps) {
    const emphasis = scene.emphasis ?? [];
    const pause = scene.pause_s ?? 0;
    /** As typed: with the comma that the next word comes after. */
    const [typed, setTyped] = useState(emphasis.join(', '));
    const shown = JSON.stringify(wordsOf(typed)) === JSON.stringify(emphasis) ? typed : emphasis.join(', ');
    const absent = emphasis.find((phrase) => !holds(scene.text, phrase));
    const said = [
        ...(emphasis.length === 0 ? [] : [`stress on ${emphasis.join(', ')}`]),
        ...(pause === 0 ? [] : [`${pause} s of silence after it`]),
    ];
    return (
        <details class="scene-delivery">
            <summary>
                <span class="only-read-out">{`Scene ${number}: `}</span>
                {said.length === 0 ? 'Stress and pause' : `Said with ${said.join(' and ')}`}
            </summary>
            <div class="pair">
                <TextField
                    label={`Words to stress in scene ${number}`}
                    name="emphasis"
                    value={shown}
                    placeholder="two million, never"
                    hint={
                        absent === undefined
                            ? 'As they stand in the text, with commas between them.'
                            : `“${absent}” is not in this scene.`
                    }
                    onInput={(text) => {
                        setTyped(text);
                        onChange({ emphasis: wordsOf(text) });
                    }}
                />
                <SelectField
                    label={`Silence after scene ${number}`}
                    name="pause"
                    value={String(pause)}
                    onChange={(value) => onChange({ pause_s: Number(value) })}
                >
                    {[...new Set([...pauses, pause])].map((seconds) => (
                        <option key={seconds} value={String(seconds)}>
                            {seconds === 0 ? 'As usual' : `${seconds} s more`}
                        </option>
                    ))}
                </SelectField>
            </div>
        </details>
    );
}

/** Whether the text has the phrase as whole words, as the server will look for it. */
function holds(text: string, phrase: string): boolean {
    const plain = (words: string): string => ` ${words.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu)?.join(' ') ?? ''} `;
    return plain(text).includes(plain(phrase));
}

/** A comma inside a figure parts nothing. */
const wordsOf = (text: string): string[] =>
    text
        .split(/,(?:\s+|$)/)
        .map((word) => word.trim())
        .filter((word) => word !== '');
