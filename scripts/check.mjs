// npm run check: all that must hold before a change is merged, in this order, up to the first failure.
// npm run check -- types imports: only these steps. CI runs exactly `npm run check`.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = {
  format: () => run('biome', 'ci', '--error-on-warnings', '.'),
  types: checkTypes,
  lint: () => run('eslint', '--max-warnings', '0', '.'),
  imports: () =>
    run('depcruise', '--config', '.dependency-cruiser.cjs', 'packages', 'conformance', 'bench', 'e2e'),
  unused: () => run('knip', '--no-progress'),
  prose: () => run('node', 'scripts/prose.mjs'),
  build: () => run('node', 'scripts/build.mjs', '--if-stale'),
  smoke: () => run('node', 'scripts/smoke.mjs'),
  // The next line of Node as npm brings it: a machine need not have it.
  'smoke-node-24': () => run('npx', '--yes', '--package', 'node@24', 'node', 'scripts/smoke.mjs'),
  tests: () => run('node', 'scripts/test.mjs', '--coverage'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(`Expected steps out of ${Object.keys(steps).join(', ')}, but found: ${unknown.join(', ')}`);
  process.exit(1);
}

const begun = performance.now();
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n== ${name} ==`);
  const started = performance.now();
  const passed = await step();
  console.log(`== ${name}: ${passed ? 'passed' : 'FAILED'} after ${secondsSince(started)} s`);
  if (!passed) process.exit(1);
}
console.log(`\nEverything checked in ${secondsSince(begun)} s`);

/** Every project of the repository, two at a time. */
async function checkTypes() {
  const folders = [
    '.',
    ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`),
    'conformance',
    'bench',
    'e2e',
  ];
  const projects = folders
    .flatMap((folder) => [`${folder}/tsconfig.json`, `${folder}/tsconfig.test.json`])
    .filter((file) => existsSync(join(root, file)));
  let passed = true;
  async function checkNext() {
    for (let project = projects.shift(); project !== undefined; project = projects.shift()) {
      if (!(await run('tsc', '--noEmit', '--project', project))) passed = false;
    }
  }
  await Promise.all([checkNext(), checkNext()]);
  return passed;
}

function run(command, ...args) {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(command === 'node' ? process.execPath : command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Could not run ${command}: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

function secondsSince(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}
