// Tests of the built page in Chromium: one file after another, since each drives a browser of its own on few cores.

import { defineConfig } from 'vitest/config';

export default defineConfig({
    test: {
        include: ['test/browser/**/*.test.ts'],
        environment: 'node',
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 60_000,
    },
});
