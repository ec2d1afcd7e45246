// What the choices of look and sound say of themselves.

import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { choices as known } from '../../test/fake_content.ts';
import type { Choices } from '../api/types.ts';
import { options } from '../state/options.ts';
import { OptionsPanel } from './options_panel.tsx';

afterEach(cleanup);

const alloy = { id: 'openai:alloy', name: 'alloy, paid', language: 'mul', engine: 'openai', paid: true };
const choices: Choices = {
    ...known,
    voices: [...known.voices, alloy],
    paid_speech: { characters_a_month: 100_000, characters_left: 99_188 },
};

const hintOf = (voice: string, characters?: number): string | undefined => {
    render(
        <OptionsPanel
            choices={choices}
            options={{ ...options.value, voice }}
            error={undefined}
            characters={characters}
        />,
    );
    const described = screen.getByLabelText('Voice').getAttribute('aria-describedby');
    const hint = described === null ? undefined : document.getElementById(described)?.textContent;
    cleanup();
    return hint;
};

it('says what a paid voice costs, and what is left for it', () => {
    expect(hintOf(alloy.id, 1812)).toBe('1,812 characters or so, 99,188 left this month on this server.');
    expect(hintOf(alloy.id)).toBe('99,188 characters left this month on this server.');
    expect(hintOf('', 1812)).toBeUndefined();
    expect(hintOf('slt', 1812)).toBeUndefined();
});
