// npm test: everything. npm test -- --unit: no browser. npm test -- --e2e: only the browser.
// --coverage measures (always in CI). Whatever else is passed goes to the runner, so name one.
//
// Nothing is skipped silently: a part this machine lacks is named and makes the run fail, in CI at
// once, elsewhere after everything else has run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkMachine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = new Set(['--unit', '--e2e', '--coverage']);
const flags = process.argv.slice(2).filter((flag) => own.has(flag));
const passedOn = process.argv.slice(2).filter((flag) => !own.has(flag));
const inCi = process.env.CI !== undefined && process.env.CI !== 'false';

const unit = !flags.includes('--e2e') || flags.includes('--unit');
const browser = !flags.includes('--unit') || flags.includes('--e2e');
if (passedOn.length > 0 && unit && browser) {
  console.error(`Expected --unit or --e2e beside ${passedOn.join(' ')}: two runners cannot share arguments`);
  process.exit(1);
}

const missing = checkMachine({ install: true });
if (missing.length > 0 && inCi) {
  console.error(`Expected a complete machine in CI, but it lacks: ${missing.join(', ')}`);
  process.exit(1);
}

const binaries = {
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};
const failed = [];
if (unit) {
  const coverage = inCi || flags.includes('--coverage') ? ['--coverage'] : [];
  run('unit and integration tests', 'vitest', ['run', ...coverage, ...passedOn]);
}
const browserConfig = 'e2e/playwright.config.ts';
if (browser && existsSync(`${root}${browserConfig}`)) {
  if (!missing.includes('Chromium'))
    run('browser tests', 'playwright', ['test', '--config', browserConfig, ...passedOn]);
}
if (missing.length > 0) failed.push(`this machine lacks ${missing.join(' and ')}`);
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

function run(name, command, args) {
  console.log(`\n${command} ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [`${root}${binaries[command]}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) failed.push(name);
}
