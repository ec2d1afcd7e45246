// node bundle_page.mjs DIST OUTPUT
// Puts the built files of the page, with the compressed twins (.br, .gz) that the build left beside them, into the one
// file that the program embeds: a line "NAME BYTES BROTLI GZIP" of sizes for each, 0 where there is no twin, an empty
// line, then all bytes in the same order.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const [dist, output] = process.argv.slice(2);

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
  const forms = [path, `${path}.br`, `${path}.gz`].map((form) =>
    existsSync(form) ? readFileSync(form) : Buffer.alloc(0),
  );
  lines.push([relative(dist, path), ...forms.map((form) => form.length)].join(" "));
  parts.push(...forms);
}
writeFileSync(output, Buffer.concat([Buffer.from(`${lines.join("\n")}\n\n`), ...parts]));
