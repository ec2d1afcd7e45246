// After a refusal: what is wrong comes into view, clear of the header and of the bar at the foot, and the first field
// that is wrong gets the focus. Where no field is at fault, the notice that says what happened comes into view.

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** `fault` is a new value for each refusal, and undefined while there is none. */
export function useShowFault(form: RefObject<HTMLElement>, fault: unknown): void {
    useEffect(() => {
        if (fault !== undefined && form.current !== null) showFault(form.current);
    }, [fault]);
}

function showFault(form: HTMLElement): void {
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-mends]');
    if (wrong === null) {
        form.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
        return;
    }
    // With its label and what is said about it.
    (wrong.closest('.scene') ?? wrong.closest('.field, .segments') ?? wrong).scrollIntoView({ block: 'nearest' });
    const field = wrong.matches(focusable) ? wrong : wrong.querySelector<HTMLElement>(focusable);
    field?.focus({ preventScroll: true });
}

const focusable = 'input, textarea, select, button';
