// A choice of a few, all in view: radio buttons drawn as one bar or as cards. The browser's own radios underneath give
// arrow keys, names and states.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Segment<Id extends string> {
    id: Id;
    content: ComponentChildren;
}

interface SegmentsProps<Id extends string> {
    legend: string;
    segments: readonly Segment<Id>[];
    value: Id;
    look?: 'bar' | 'cards';
    hideLegend?: boolean;
    onChoose: (id: Id) => void;
}

export function Segments<Id extends string>(props: SegmentsProps<Id>) {
    const name = useId();
    return (
        <fieldset class={`segments segments-${props.look ?? 'bar'}`}>
            <legend class={props.hideLegend === true ? 'only-read-out' : 'field-label'}>{props.legend}</legend>
            <div class="segments-row">
                {props.segments.map((segment) => (
                    <label key={segment.id} class="segment">
                        <input
                            type="radio"
                            name={name}
                            value={segment.id}
                            checked={props.value === segment.id}
                            onChange={() => props.onChoose(segment.id)}
                        />
                        <span class="segment-face">{segment.content}</span>
                    </label>
                ))}
            </div>
        </fieldset>
    );
}
