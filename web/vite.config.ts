// How the page is built: hashed files in dist/assets, which the server may let browsers keep for ever, and index.html.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedTwins, paintAfterScript } from './tooling/page_plugins.ts';

const folder = fileURLToPath(new URL('dist', import.meta.url));

export default defineConfig({
    base: '/',
    plugins: [paintAfterScript(), compressedTwins(folder)],
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
    build: {
        outDir: folder,
        target: ['chrome111', 'firefox114', 'safari16.4'],
        // The content policy wants no data: addresses for anything but pictures, and files keep better than text inlined.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
    },
});
