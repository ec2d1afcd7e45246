// Tests of the built page in Chromium: one file after another, since each drives a browser of its own on few cores.

import { defineConfig } from 'vitest/config';

export default defineConfig({
    test: {
        include: ['test/browser/**/*.test.ts'],
        environment: 'node',
        fileParallelism: false,
        testTimeout: 240_000,
        hookTimeout: 120_000,
        // A busy machine may let a browser wait for seconds.
        expect: { poll: { timeout: 30_000 } },
    },
});
