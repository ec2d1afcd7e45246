// Whether the device has a network at all, as the browser tells it.

import { signal } from '@preact/signals';

export const online = signal(navigator.onLine);

export function listenToNetwork(): void {
    addEventListener('online', () => (online.value = true));
    addEventListener('offline', () => (online.value = false));
}
