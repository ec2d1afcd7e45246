// Sizes, times and counts as people read them. Pure, in English.

export function plural(count: number, one: string, many = `${one}s`): string {
    return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export function bytes(count: number): string {
    if (count < 1000) return plural(count, 'byte');
    const units = ['kB', 'MB', 'GB', 'TB'];
    let value = count;
    let unit = -1;
    do {
        value /= 1000;
        unit += 1;
    } while (value >= 999.5 && unit < units.length - 1);
    return `${value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[unit]}`;
}

/** Whole seconds as players count them: one that has not passed is not there. Whatever tells a length rounds so. */
const wholeSeconds = (length: number): number => Math.max(0, Math.floor(length));

/** "0:42", "12:05": how long a video is. */
export function clock(length: number): string {
    const whole = wholeSeconds(length);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "42 s", "1 min 5 s": the same where room is short. */
export function seconds(length: number): string {
    const whole = wholeSeconds(length);
    if (whole < 60) return `${whole} s`;
    const rest = whole % 60;
    return rest === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

/** "45 seconds", "1 minute 30 seconds". */
export function spokenDuration(length: number): string {
    const whole = wholeSeconds(length);
    const minutes = Math.floor(whole / 60);
    const rest = whole % 60;
    if (minutes === 0) return plural(rest, 'second');
    return rest === 0 ? plural(minutes, 'minute') : `${plural(minutes, 'minute')} ${plural(rest, 'second')}`;
}

/** Rough on purpose: a guess that jumps by single seconds reads as if it were exact. */
export function timeLeft(seconds: number): string {
    if (seconds < 5) return 'a few seconds left';
    if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return `about ${Math.max(1, minutes)} min left`;
    return `about ${plural(Math.round(minutes / 60), 'hour')} left`;
}

export function ahead(count: number): string {
    if (count <= 0) return 'Yours is next';
    return `${plural(count, 'video')} before yours`;
}

export function ago(iso: string, now: number): string {
    const seconds = Math.round((Date.parse(iso) - now) / 1000);
    const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
    const size = Math.abs(seconds);
    if (size < 45) return 'just now';
    if (size < 3600) return words.format(Math.round(seconds / 60), 'minute');
    if (size < 86_400) return words.format(Math.round(seconds / 3600), 'hour');
    if (size < 7 * 86_400) return words.format(Math.round(seconds / 86_400), 'day');
    return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(
        Date.parse(iso),
    );
}

export function exactTime(iso: string): string {
    return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(Date.parse(iso));
}

/** "14:05:10", by the clock of whoever looks. */
export function exactClock(iso: string): string {
    return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(Date.parse(iso));
}

/** "in 12 s", "in 3 min"; nothing once it has come. */
export function until(iso: string, now: number): string {
    const left = Math.ceil((Date.parse(iso) - now) / 1000);
    if (left <= 0) return '';
    return left < 100 ? `in ${left} s` : `in ${Math.round(left / 60)} min`;
}

/** "vertical and wide" */
export function listed(words: readonly string[]): string {
    return new Intl.ListFormat('en').format(words);
}
