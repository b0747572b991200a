// What we write for readers: no advertising, no emoji, no link that leads nowhere or to somebody's own
// machine; and a lockfile that names no registry, so that it installs from any.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = new Set([
  'node_modules',
  'dist',
  'coverage',
  'data',
  'test-results',
  'playwright-report',
  '.git',
]);

const advertising =
  /\b(blazing\w*|seamless\w*|robust\w*|leverag\w+|comprehensive\w*|production[- ]ready|cutting[- ]edge|effortless\w*|state[- ]of[- ]the[- ]art|enterprise[- ]grade|world[- ]class|next[- ]gen\w*|game[- ]chang\w+|lightning[- ]fast|powerful|supercharge\w*|unleash\w*|revolution\w+|best[- ]in[- ]class|battle[- ]tested|turnkey|holistic\w*|synerg\w+|delve\w*|elevat\w+)\b/i;
const emoji = /\p{Emoji_Presentation}|\uFE0F/u;
const ownMachine = /file:\/\/|(?<![\w.:])\/(home|root|Users|work|mnt)\/|\b[A-Z]:\\/;
const link = /\]\(([^)\s]+)(?:\s"[^"]*")?\)/g;

const faults = markdownFiles(root).flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      faultsOf(line, file).map((fault) => `${relative(root, file)}:${index + 1} ${fault}`),
    ),
);

const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
for (const [name, { resolved = '' }] of Object.entries(lockfile.packages)) {
  if (resolved.includes('://')) faults.push(`package-lock.json ${name} is tied to a registry: ${resolved}`);
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);

function faultsOf(line, file) {
  const found = [];
  const word = advertising.exec(line);
  if (word !== null) found.push(`advertises with "${word[0]}": say what it does, or how much`);
  if (emoji.test(line)) found.push('has an emoji');
  if (ownMachine.test(line)) found.push("names a path of somebody's own machine");
  for (const [, target] of line.matchAll(link)) {
    if (/^([a-z]+:|#)/.test(target)) continue;
    if (!existsSync(join(dirname(file), decodeURI(target.replace(/#.*$/, ''))))) {
      found.push(`links to ${target}, which does not exist`);
    }
  }
  return found;
}

function markdownFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownFiles(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
}
