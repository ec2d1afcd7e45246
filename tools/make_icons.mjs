// Turns the npm package @tabler/icons into the one text file that src/icons embeds.
//   node tools/make_icons.mjs PACKAGE_FOLDER OUTPUT_FILE
// First line: "tabler VERSION". Then one line an icon: its name, a tab and SVG elements. Only what can stand for a word
// of a story is kept: no brands, no letters, no controls, and of "bell", "bell-off", "bell-plus" ... only "bell".
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , packageFolder, output] = process.argv;
const readJson = (name) => JSON.parse(readFileSync(join(packageFolder, name), 'utf8'));
const { version } = readJson('package.json');
const icons = readJson('icons.json');
const drawings = readJson('tabler-nodes-outline.json');

const unwantedCategories = new Set([
  'Brand', 'Letters', 'Numbers', 'Version control', 'Development', 'Database', 'Extensions', 'Arrows', 'Text', 'Logic',
  'Laundry', 'Badges', 'Gender',
]);
const wantedAnyway = new Set([
  'ai', 'ballpen', 'bible', 'bug', 'canary', 'database', 'eraser', 'gender-female', 'gender-male', 'language', 'quote',
  'refresh', 'rotate-360', 'signature', 'trending-down', 'trending-up', 'vocabulary', 'writing',
]);
// Parts of user interfaces and drawing programs: nothing that a story could mean.
const unwantedNames = new RegExp(
  '^(a-b|ad|align|app-window|artboard|aspect|background|blend|blob|border|bounce|box-(align|margin|model|multiple|padding)|' +
  'browser|brightness|cap-|capture|caret|carousel|category|cell-signal|ce$|chart-(arcs|cohort|covariate|ppf|sankey)|check(box|s)?$|' +
  'circle|clear|click|clipboard-|clock-\\d|clock-hour|color|command|component|copyright|creative-commons|crop|cursor|dashboard|' +
  'deselect|device-(sim|sd|usb|floppy|nintendo)|dialpad|direction-arrows|dots|drag-|duplicate|ease|edit|error|exchange|exposure|' +
  'external|favicon|file-|filter|flip|float|focus|folder-|forbid|frame|freeze|grid|grip|hash|hdr|help-|hexagon|hierarchy|' +
  'hours-|http|image-in|inbox|info-|inner|input|item|join|keyboard-|keyframe|label|lane|lasso|layers|layout|letter|' +
  'line|list|loader|location-|login|logout|marquee|math-|maximize|menu|minimize|minus|mobiledata|no-|notification|octagon|opacity|' +
  'option|outbound|page-|parking|paywall|percentage-\\d|picture-in|pin-|placeholder|player-(eject|record|skip|stop|track)|' +
  'playlist|playstation|plus|point|polygon|progress|protocol|radius|rating|rectangle|reduce-motion|registered|reload|reorder|repeat|' +
  'replace|reserved|resize|restore|rewind|route-scan|row|scan|section|select|separator|servicemark|settings-|shape|signal|skew|slash|' +
  'sort|spacing|square|stack|status|step|stroke|subtask|switch|swipe|tab|tags?-|template|text|tilt|time-duration|toggle|tooltip|' +
  'topology|trademark|transform|transition|triangle|typeface|typography|ux|vector|versions|view|viewport|vs$|wifi-|window-(max|min)|' +
  'x$|x-|xbox|xxx|xd|zoom|premium-rights|free-rights|explicit|medical-cross-off|alert-(small|square|octagon|hexagon))');
const statusEndings = (
  'ai bitcoin bolt cancel check code cog disabled discount dollar dot dotted down edit exclamation flame key link lock minus move ' +
  'move-back off pause pin plus question repeat scan search share shield spark star stop up x user left right euro pound ' +
  'rupee yen yuan taka monero alt horizontal vertical filled rounded small heart code stats refund pay copy export import'
).split(' ');

const isStatusForm = (name) =>
  statusEndings.some((ending) => name.endsWith(`-${ending}`) && name.slice(0, -ending.length - 1) in icons);

const isWanted = (name, { category }) =>
  wantedAnyway.has(name) || !(unwantedCategories.has(category) || unwantedNames.test(name) || isStatusForm(name));

const element = ([tag, attributes]) =>
  `<${tag} ${Object.entries(attributes).map(([key, value]) => `${key}="${value}"`).join(' ')}/>`;

const lines = Object.keys(icons).sort()
  .filter((name) => name in drawings && isWanted(name, icons[name]))
  .map((name) => `${name}\t${drawings[name].map(element).join('')}`);
writeFileSync(output, `tabler ${version}\n${lines.join('\n')}\n`);
