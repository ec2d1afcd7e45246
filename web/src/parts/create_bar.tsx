// The bar at the foot of the pages where a video is made: what there is so far, what to do next, and, where that was
// refused, why; the field at fault may be far away.

import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface CreateBarProps {
    summary: string;
    /** What its maker should know before going on, such as that it grows too long. */
    hint?: string | undefined;
    /** Why the last order was refused. */
    fault: string | undefined;
    /** The buttons. */
    children: ComponentChildren;
}

export function CreateBar({ summary, hint, fault, children }: CreateBarProps) {
    return (
        <div class="action-bar">
            <div class="action-summary">
                <p>{summary}</p>
                <p role="status" class={fault === undefined ? 'action-hint' : 'action-fault'}>
                    {fault !== undefined && <Icon name="warning" />}
                    <span>{fault ?? hint}</span>
                </p>
            </div>
            {children}
        </div>
    );
}
