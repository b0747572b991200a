// npm run release -- 1.2.0: from a clean develop, runs every check, sets the version everywhere, heads the
// changelog and commits that on release/1.2.0, which is then pushed and merged into main.
// npm run release -- 1.2.0 --tag: on main after that merge, marks the merged commit as v1.2.0.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [version, option, ...rest] = process.argv.slice(2);
if (
  !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? '') ||
  !['--tag', undefined].includes(option) ||
  rest.length > 0
) {
  console.error('Usage: npm run release -- <version> [--tag]');
  process.exit(1);
}

if (option === '--tag') tag();
else prepare();

function prepare() {
  ensure(git('status', '--porcelain') === '', 'a working tree without changes');
  ensure(git('branch', '--show-current') === 'develop', 'to be on develop');
  run('npm', 'run', 'check');
  run('git', 'switch', '--create', `release/${version}`);
  for (const file of ['package.json', ...packageFiles()]) editJson(file, setVersion);
  editJson('package-lock.json', (lockfile) => {
    lockfile.version = version;
    for (const [path, entry] of Object.entries(lockfile.packages)) {
      if (!path.includes('node_modules/')) setVersion(entry);
    }
  });
  edit('packages/server/src/version.ts', (text) => text.replace(/'[^']+'/, `'${version}'`));
  const today = new Date().toISOString().slice(0, 10);
  edit('CHANGELOG.md', (text) =>
    text.replace('## Unreleased\n', `## Unreleased\n\n## ${version} (${today})\n`),
  );
  run('git', 'commit', '--all', '--message', `Prepare release ${version}`);
  console.log(`Push release/${version} and open a pull request to main. After its merge, on main:`);
  console.log(`npm run release -- ${version} --tag`);
}

function tag() {
  ensure(git('branch', '--show-current') === 'main', 'to be on main');
  const released = JSON.parse(git('show', 'HEAD:package.json')).version;
  ensure(released === version, `main to carry version ${version}, found ${released}`);
  run('git', 'tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
  console.log(`Push the tag: git push origin v${version}`);
}

function packageFiles() {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  return [...packages, 'conformance', 'bench', 'e2e'].map((folder) => `${folder}/package.json`);
}

/** Our packages name each other by their exact version. */
function setVersion(manifest) {
  if (manifest.version !== undefined) manifest.version = version;
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (name.startsWith('@wbpm/')) manifest.dependencies[name] = version;
  }
}

function editJson(file, change) {
  edit(file, (text) => {
    const value = JSON.parse(text);
    change(value);
    return `${JSON.stringify(value, null, 2)}\n`;
  });
}

function edit(file, change) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  ensure(changed !== text, `${file} to change with the version`);
  writeFileSync(path, changed);
}

function ensure(holds, what) {
  if (holds) return;
  console.error(`Expected ${what}`);
  process.exit(1);
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function run(command, ...args) {
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}
