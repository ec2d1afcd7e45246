// The bar at the foot of the pages where a video is made: what there is so far, and what to do next. Why something was
// refused is told where it can be mended, and there alone.

import type { ComponentChildren } from 'preact';

interface CreateBarProps {
    summary: string;
    /** What its maker should know before going on, such as that it grows too long. */
    hint?: string | undefined;
    /** The buttons. */
    children: ComponentChildren;
}

export function CreateBar({ summary, hint, children }: CreateBarProps) {
    return (
        <div class="action-bar">
            <div class="action-summary">
                <p>{summary}</p>
                <p role="status" class="action-hint">
                    {hint}
                </p>
            </div>
            {children}
        </div>
    );
}
