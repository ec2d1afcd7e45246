// A setting that is on or off. The switch moves at once, and back where the server refuses. The server is asked for one
// thing at a time: of two requests on their way the earlier may arrive last, and win.

import { useRef, useState } from 'preact/hooks';
import { showError } from '../../state/toasts.ts';

interface SwitchSectionProps {
    id: string;
    title: string;
    about: string;
    label: string;
    on: boolean;
    onSwitch: (on: boolean) => Promise<void>;
}

export function SwitchSection({ id, title, about, label, on, onSwitch }: SwitchSectionProps) {
    const [wanted, setWanted] = useState<boolean>();
    const lastWish = useRef(on);
    const asking = useRef(false);
    const change = async (next: boolean): Promise<void> => {
        setWanted(next);
        lastWish.current = next;
        if (asking.current) return;
        asking.current = true;
        let asked: boolean;
        do {
            asked = lastWish.current;
            try {
                await onSwitch(asked);
            } catch (thrown) {
                showError(thrown);
            }
        } while (asked !== lastWish.current);
        asking.current = false;
        setWanted(undefined);
    };
    return (
        <section class="setting" aria-labelledby={`${id}-title`}>
            <div class="setting-head">
                <h2 id={`${id}-title`}>{title}</h2>
                <p class="quiet">{about}</p>
            </div>
            <div class="setting-body">
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        name={id}
                        checked={wanted ?? on}
                        onChange={(event) => void change(event.currentTarget.checked)}
                    />
                    <span class="switch-track" />
                    {label}
                </label>
            </div>
        </section>
    );
}
