// Messages of servers and models begin and end as they like; here they become sentences.

/** With a capital and a full stop. What begins with the name of a member or a file keeps its first letter. */
export function sentence(text: string): string {
    const trimmed = text.trim();
    if (trimmed === '') return '';
    const [first = ''] = trimmed.split(/\s/);
    const isName = /[._/[\]\d]/.test(first.replace(/[.:,]$/, ''));
    const begun = isName ? trimmed : trimmed.charAt(0).toLocaleUpperCase('en') + trimmed.slice(1);
    return /[.!?…]["”’)]*$/.test(begun) ? begun : `${begun}.`;
}
