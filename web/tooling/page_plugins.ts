// Two steps of the build: the page waits for its script before it is painted, so that a stored theme never flashes;
// and each file gets a compressed twin, since the server hands out files as they are and compresses nothing while it
// serves.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt', '.webmanifest']);

export function paintAfterScript(): Plugin {
    return {
        name: 'mss:paint-after-script',
        transformIndexHtml: {
            order: 'post',
            handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
        },
    };
}

export function compressedTwins(folder: string): Plugin {
    return {
        name: 'mss:compressed-twins',
        apply: 'build',
        closeBundle() {
            for (const path of filesBelow(folder)) {
                if (compressible.has(extname(path))) writeTwins(path);
            }
        },
    };
}

function filesBelow(folder: string): string[] {
    return readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

// A twin that is not smaller would only cost the server memory.
function writeTwins(path: string): void {
    const bytes = readFileSync(path);
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    const gzip = gzipSync(bytes, { level: 9 });
    if (brotli.length < bytes.length) writeFileSync(`${path}.br`, brotli);
    if (gzip.length < bytes.length) writeFileSync(`${path}.gz`, gzip);
}
