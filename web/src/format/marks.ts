// Marks of HTML and Markdown in words that are spoken as they stand.

const marks = [
    /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i,
    /\*\*[^*\n]+\*\*/,
    /\[[^[\]\n]+\]\([^()\s]+\)/,
    /&(?:[a-z]{2,8}|#\d{2,7}|#x[0-9a-f]{2,6});/i,
];
const mostShown = 40;

/** The first mark of a text, shortened; nothing where there is none. */
export function firstMark(text: string): string | undefined {
    const found = marks.flatMap((mark) => mark.exec(text) ?? []);
    if (found.length === 0) return undefined;
    const first = found.reduce((one, other) => (text.indexOf(other) < text.indexOf(one) ? other : one));
    return first.length > mostShown ? `${first.slice(0, mostShown)}…` : first;
}
