// A switch that is moved faster than the server answers.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { toasts } from '../../state/toasts.ts';
import { SwitchSection } from './switch_section.tsx';

interface Asked {
    on: boolean;
    answer: () => void;
    refuse: () => void;
}

let asked: Asked[] = [];
afterEach(() => {
    cleanup();
    asked = [];
    toasts.value = [];
});

function show(on: boolean): HTMLInputElement {
    const ask = (next: boolean): Promise<void> =>
        new Promise((resolve, reject) => {
            asked.push({ on: next, answer: resolve, refuse: () => reject(new Error('No.')) });
        });
    render(<SwitchSection id="x" title="X" about="About" label="X may be" on={on} onSwitch={ask} />);
    return screen.getByRole('switch');
}

it('asks for nothing more where the last wish is what was asked for', async () => {
    const field = show(false);
    for (let times = 0; times < 3; times += 1) fireEvent.click(field);
    await act(() => asked[0]!.answer());
    expect(asked.map((one) => one.on)).toEqual([true]);
});

it('asks for one thing at a time, and for the last wish after it, also where the first is refused', async () => {
    const field = show(false);
    fireEvent.click(field);
    fireEvent.click(field);
    expect(asked.map((one) => one.on)).toEqual([true]);
    await act(() => asked[0]!.refuse());
    expect(asked.map((one) => one.on)).toEqual([true, false]);
    await act(() => asked[1]!.answer());
    expect(field.checked).toBe(false);
    expect(asked).toHaveLength(2);
    expect(toasts.value.map((toast) => toast.text)).toEqual(['No.']);
});
