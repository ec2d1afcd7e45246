// Addresses come from scripts, which anybody may have written: only those of the web become links.

export function isWebAddress(url: string | undefined): url is string {
    return url !== undefined && /^https?:\/\//i.test(url);
}
