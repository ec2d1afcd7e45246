// How long the video is to be: typed, or drawn along a bar. What is typed stays as it was typed until its maker is done
// with it: "6" is on its way to "60", and not 15 yet.

import { useId, useState } from 'preact/hooks';
import type { ApiError } from '../api/problem.ts';
import type { Choices } from '../api/types.ts';
import { spokenDuration } from '../format/numbers.ts';
import { setOptions, type Options } from '../state/options.ts';
import { FieldFault } from './field.tsx';
import { Icon } from './icon.tsx';

interface LengthOptionProps {
    durations: Choices['durations'];
    options: Options;
    error: ApiError | undefined;
}

export function LengthOption({ durations, options, error }: LengthOptionProps) {
    const id = useId();
    const { least, most } = durations;
    /** While somebody types. */
    const [typed, setTyped] = useState<string>();
    /** What was typed last was too little or too much. */
    const [moved, setMoved] = useState(false);
    const fault = error?.fieldError('/duration');
    const type = (text: string): void => {
        setTyped(text);
        setMoved(false);
        const value = Number.parseInt(text, 10);
        if (value >= least && value <= most) setOptions({ duration: value });
    };
    /** Whoever sends the form has left the field before. */
    const settle = (): void => {
        const value = Number.parseInt(typed ?? '', 10);
        setTyped(undefined);
        if (!Number.isFinite(value)) return;
        const duration = Math.min(most, Math.max(least, value));
        setMoved(duration !== value);
        setOptions({ duration });
    };
    const draw = (value: string): void => {
        setTyped(undefined);
        setMoved(false);
        setOptions({ duration: Number.parseInt(value, 10) });
    };
    return (
        <div class="field">
            <div class="length-head">
                <label class="field-label" for={id}>
                    Length
                </label>
                <span class="length-number">
                    <input
                        id={id}
                        class="input input-number"
                        type="number"
                        name="duration"
                        inputMode="numeric"
                        min={least}
                        max={most}
                        value={typed ?? options.duration}
                        aria-invalid={fault === undefined ? undefined : true}
                        aria-describedby={`${id}-limits`}
                        onInput={(event) => type(event.currentTarget.value)}
                        onKeyDown={(event) => event.key === 'Enter' && settle()}
                        onBlur={settle}
                    />
                    seconds
                </span>
            </div>
            <input
                class="range"
                type="range"
                aria-label="Length in seconds"
                aria-valuetext={spokenDuration(options.duration)}
                min={least}
                max={most}
                step={5}
                value={options.duration}
                onInput={(event) => draw(event.currentTarget.value)}
            />
            {/* There always: what came only when the field is left would push the button away that is being pressed. */}
            <p id={`${id}-limits`} class={moved ? 'field-hint length-moved' : 'field-hint'} role="status">
                {moved && <Icon name="warning" />}
                <span>{moved ? `A video is ${least} to ${most} seconds long.` : `${least} to ${most} seconds.`}</span>
            </p>
            {fault !== undefined && <FieldFault message={fault} />}
        </div>
    );
}
