// node bundle_page.mjs DIST OUTPUT
// Puts the built files of the page, with their compressed forms where these are smaller, into the one file that the
// program embeds: a line "NAME BYTES BROTLI GZIP" of sizes for each, an empty line, then all bytes in the same order.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [dist, output] = process.argv.slice(2);
const worthIt = /\.(html|js|css|svg|webmanifest|txt|json)$/;

function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

const lines = [];
const parts = [];
for (const path of filesBelow(dist)) {
  if (/\.(br|gz|map)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const compressed = worthIt.test(path)
    ? [
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        gzipSync(bytes, { level: 9 }),
      ]
    : [Buffer.alloc(0), Buffer.alloc(0)];
  const kept = compressed.map((form) => (form.length < bytes.length ? form : Buffer.alloc(0)));
  lines.push([relative(dist, path), bytes.length, ...kept.map((form) => form.length)].join(" "));
  parts.push(bytes, ...kept);
}
writeFileSync(output, Buffer.concat([Buffer.from(`${lines.join("\n")}\n\n`), ...parts]));
