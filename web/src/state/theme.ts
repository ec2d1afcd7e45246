// Light or dark: as the system says unless somebody chose. The root element carries what is in force.

import { effect, signal } from '@preact/signals';
import { recall, remember } from './memory.ts';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

export const theme = signal<Theme>(recall('theme', isTheme) ?? 'system');

export function chooseTheme(chosen: Theme): void {
    theme.value = chosen;
    remember('theme', chosen);
}

export function applyTheme(): void {
    const darkSystem = matchMedia('(prefers-color-scheme: dark)');
    const systemIsDark = signal(darkSystem.matches);
    darkSystem.addEventListener('change', (event) => {
        systemIsDark.value = event.matches;
    });
    effect(() => {
        const dark = theme.value === 'dark' || (theme.value === 'system' && systemIsDark.value);
        document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    });
}
