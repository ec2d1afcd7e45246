// A script that gives way to another, or to nothing, can be taken back; and so can the taking back, which puts away the
// script that is there by then.

import { draft, setDraft } from './draft.ts';
import { isEmptyScript } from './script_editor.ts';
import { showToast } from './toasts.ts';

export function replaceScript(change: () => void): void {
    const { script, asked, remade } = draft.value;
    change();
    if (script === null || isEmptyScript(script)) return;
    showToast({
        text: 'Your earlier script was put away.',
        action: { label: 'Undo', run: () => replaceScript(() => setDraft({ script, asked, remade })) },
    });
}
