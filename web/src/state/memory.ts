// What the browser remembers between visits. Where it may not (private windows, a full disk), the page works on
// without.

export function recall<Value>(name: string, isValid: (value: unknown) => value is Value): Value | undefined {
    try {
        const value: unknown = JSON.parse(localStorage.getItem(`mss.${name}`) ?? 'null');
        return isValid(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

export function remember(name: string, value: unknown): void {
    try {
        localStorage.setItem(`mss.${name}`, JSON.stringify(value));
    } catch {
        // Nothing to do: the value lives as long as the page.
    }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
