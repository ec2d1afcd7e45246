// How a script is spoken: its pace, and how its words are said. Both belong to the script, not to its maker's habits.

import { useState } from 'preact/hooks';
import { edit } from './use_scene_actions.ts';
import { SelectField, TextArea } from './field.tsx';
import { pronunciationsOf, type EditedScript } from '../state/script_editor.ts';

const paces = [
    { pace: 0.8, name: 'Much slower' },
    { pace: 0.9, name: 'Slower' },
    { pace: 1, name: 'As the voice speaks' },
    { pace: 1.1, name: 'Faster' },
    { pace: 1.2, name: 'Much faster' },
];

interface SpeechOptionsProps {
    script: EditedScript;
    fault: string | undefined;
}

export function SpeechOptions({ script, fault }: SpeechOptionsProps) {
    const lines = script.pronunciations ?? [];
    /** As typed: with the empty line that the next one goes into. */
    const [typed, setTyped] = useState(lines.join('\n'));
    const shown = pronunciationsOf(typed).join('\n') === lines.join('\n') ? typed : lines.join('\n');
    const pace = script.pace ?? 1;
    const known = paces.some((choice) => choice.pace === pace);
    /** As it was found; whoever opens or closes it since then decides. */
    const [open] = useState(pace !== 1 || lines.length > 0);
    return (
        <details class="speech-options" open={open || fault !== undefined}>
            <summary>How it is spoken</summary>
            <div class="speech-fields">
                <SelectField
                    label="Pace"
                    name="pace"
                    value={String(pace)}
                    onChange={(value) => edit((old) => ({ ...old, pace: Number(value) }))}
                >
                    {!known && <option value={String(pace)}>{`${Math.round(pace * 100)} %`}</option>}
                    {paces.map((choice) => (
                        <option key={choice.pace} value={String(choice.pace)}>
                            {choice.name}
                        </option>
                    ))}
                </SelectField>
                <TextArea
                    label="Pronunciations"
                    name="pronunciations"
                    rows={Math.max(2, lines.length + 1)}
                    value={shown}
                    error={fault}
                    placeholder={'Nguyen = win\nGIF = jif'}
                    hint="One a line, as: word = how to say it. Captions show the word as it is written."
                    onInput={(text) => {
                        setTyped(text);
                        edit((old) => ({ ...old, pronunciations: pronunciationsOf(text) }));
                    }}
                />
            </div>
        </details>
    );
}
