// The key of an order (Idempotency-Key). One that got no answer may have been accepted all the same: sent again, it goes
// with the same key, and the server knows that it is no second one.

interface Unanswered {
    order: string;
    key: string;
}

let unanswered: Unanswered | undefined;

/** The key for an order: the same as long as the same order is unanswered. */
export function keyOf(order: unknown): string {
    const written = JSON.stringify(order);
    if (unanswered?.order !== written) unanswered = { order: written, key: newKey() };
    return unanswered.key;
}

/** The server has said what became of it: whoever orders the same once more wants it once more. */
export function orderAnswered(): void {
    unanswered = undefined;
}

// randomUUID() is there only where a page comes over https or from this machine.
function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
