// Above the words: a script that was begun and not made yet, to go on with or to put away.

import { setScript, type Draft } from '../state/draft.ts';
import { replaceScript } from '../state/replace_script.ts';
import { isEmptyScript, titleOf } from '../state/script_editor.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

export function DraftBanner({ current }: { current: Draft }) {
    if (current.script === null || isEmptyScript(current.script)) return null;
    const title = titleOf(current.script);
    return (
        <div class="draft-banner">
            <Icon name="edit" />
            <p>
                You have an unfinished script: <strong>{title}</strong>
            </p>
            <Link to="/script" class="button button-small">
                Go on writing
            </Link>
            <button
                type="button"
                class="button button-small button-quiet"
                onClick={() => replaceScript(() => setScript(null))}
            >
                Discard
            </button>
        </div>
    );
}
