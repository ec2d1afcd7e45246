// Short messages at the edge of the page, each with at most one action such as Undo. They go by themselves.

import { signal } from '@preact/signals';
import { asApiError } from '../api/problem.ts';

export interface Toast {
    id: number;
    text: string;
    tone: 'plain' | 'error';
    action?: { label: string; run: () => void };
}

export const toastSeconds = 8;
export const toasts = signal<readonly Toast[]>([]);

const mostAtOnce = 3;
let lastId = 0;

export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
    lastId += 1;
    toasts.value = [...toasts.value, { tone: 'plain' as const, ...toast, id: lastId }].slice(-mostAtOnce);
    return lastId;
}

export function dismissToast(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** For what failed where no form or list is there to say it. */
export function showError(thrown: unknown): void {
    showToast({ text: asApiError(thrown).message, tone: 'error' });
}
