// One scene of a script while it is edited: its words, how long they take, what stands in the picture, where it is.

import { TextArea } from './field.tsx';
import { Icon } from './icon.tsx';
import { SceneDelivery } from './scene_delivery.tsx';
import { firstMark } from '../format/marks.ts';
import { countWords } from '../format/words.ts';
import { plural } from '../format/numbers.ts';
import type { Scene, Visual } from '../api/types.ts';
import type { EditedScene } from '../state/script_editor.ts';

export interface SceneActions {
    setText: (key: string, text: string) => void;
    move: (key: string, by: -1 | 1) => void;
    addAfter: (key: string) => void;
    remove: (key: string) => void;
    planVisual: (key: string) => void;
    keepVisual: (key: string) => void;
    setDelivery: (key: string, delivery: Pick<Scene, 'emphasis' | 'pause_s'>) => void;
}

/** For browsers that cannot fit a field to its words by themselves. */
const lettersPerRow = 60;

interface SceneCardProps {
    scene: EditedScene;
    number: number;
    count: number;
    language: string;
    /** How long its words take to say. */
    seconds: number;
    fault: string | undefined;
    actions: SceneActions;
}

export function SceneCard({ scene, number, count, language, seconds, fault, actions }: SceneCardProps) {
    const words = countWords(scene.text, language);
    const picture = pictureOf(scene.visual);
    const mark = firstMark(scene.text);
    return (
        <li class="scene" id={`scene-${scene.key}`}>
            <div class="scene-head">
                <h2>
                    <span class="only-read-out">Scene </span>
                    {number}
                </h2>
                <p class="scene-count">
                    {plural(words, 'word')}, {Math.round(seconds)} s
                </p>
                <div class="scene-tools">
                    <ToolButton
                        label={`Move scene ${number} up`}
                        disabled={number === 1}
                        icon="up"
                        onClick={() => actions.move(scene.key, -1)}
                    />
                    <ToolButton
                        label={`Move scene ${number} down`}
                        disabled={number === count}
                        icon="down"
                        onClick={() => actions.move(scene.key, 1)}
                    />
                    <ToolButton
                        label={`Add a scene after scene ${number}`}
                        icon="add"
                        onClick={() => actions.addAfter(scene.key)}
                    />
                    <ToolButton
                        label={`Remove scene ${number}`}
                        icon="remove"
                        onClick={() => actions.remove(scene.key)}
                    />
                </div>
            </div>
            <TextArea
                label={`Words of scene ${number}`}
                hideLabel
                name="text"
                rows={Math.max(2, Math.ceil(scene.text.length / lettersPerRow))}
                lang={language}
                value={scene.text}
                error={fault}
                hint={mark === undefined ? undefined : `Marks such as ${mark} are spoken and shown as they stand.`}
                placeholder="One to three sentences, spoken as written."
                onInput={(text) => actions.setText(scene.key, text)}
            />
            <SceneDelivery
                scene={scene}
                number={number}
                onChange={(delivery) => actions.setDelivery(scene.key, delivery)}
            />
            {picture !== undefined && (
                <p class="scene-picture">
                    <span>{picture}</span>
                    <button
                        type="button"
                        class="text-button"
                        aria-label={`Choose anew from the words: the picture of scene ${number}`}
                        onClick={() => actions.planVisual(scene.key)}
                    >
                        Choose anew from the words
                    </button>
                </p>
            )}
            {picture === undefined && scene.text.trim() !== '' && (
                <p class="scene-picture">
                    <span>The picture is chosen from the words when the video is made.</span>
                    {scene.planned !== undefined && (
                        <button
                            type="button"
                            class="text-button"
                            aria-label={`Keep the earlier one: the picture of scene ${number}`}
                            onClick={() => actions.keepVisual(scene.key)}
                        >
                            Keep the earlier one
                        </button>
                    )}
                </p>
            )}
        </li>
    );
}

interface ToolButtonProps {
    label: string;
    icon: 'up' | 'down' | 'add' | 'remove';
    disabled?: boolean;
    onClick: () => void;
}

/** Stays focusable where it can do nothing, so that moving a scene to the end does not lose the focus. */
function ToolButton({ label, icon, disabled, onClick }: ToolButtonProps) {
    return (
        <button
            type="button"
            class="tool"
            data-tool={icon}
            aria-label={label}
            title={label}
            aria-disabled={disabled === true}
            onClick={() => disabled !== true && onClick()}
        >
            <Icon name={icon} />
        </button>
    );
}

const kinds: Record<string, string> = {
    kinetic_title: 'the title in large letters',
    quote_card: 'a quotation',
    list_reveal: 'a list',
    big_number: 'a large number',
    icon_constellation: 'drawings of what is said',
    mesh_gradient: 'a moving background',
    source_card: 'the sources',
};

/** What stands in the picture, in a line; nothing where MSS plans it from the words. */
function pictureOf(visual: Visual | undefined): string | undefined {
    if (visual === undefined) return undefined;
    const kind = kinds[visual.kind ?? ''];
    const shown = [visual.number, visual.label, visual.headline, visual.items?.join(', ')];
    const words = shown.filter((part) => part !== undefined && part !== '').join(' · ');
    if (kind === undefined) return words === '' ? undefined : `Picture: ${words}`;
    return words === '' ? `Picture: ${kind}` : `Picture: ${kind}, ${words}`;
}
