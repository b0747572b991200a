// npm run faults: every fault test in its short form, one after the other.
// npm run faults -- --full: their long forms, which take hours.
// npm run faults -- --seed 7 timer-storm kill: with another seed, only files whose names hold one of the words.
//
// Prints the line of figures of each test as it comes, and a summary. What else was printed goes to a file
// that is named in the end.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkMachine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'packages/server/test/faults';
const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
});
if (values.seed !== undefined && !/^\d{1,15}$/.test(values.seed)) {
  console.error(`Expected --seed to be a whole number, but found ${values.seed}`);
  process.exit(1);
}
const missing = checkMachine({ install: true }).filter((part) => part !== 'Chromium');
if (missing.length > 0) {
  console.error(
    `Expected a machine with ${missing.join(' and ')}: without, only part of the tests would run`,
  );
  process.exit(1);
}

const results = mkdtempSync(join(tmpdir(), 'wbpm-faults-'));
const report = join(results, 'report.json');
const log = join(results, 'output.txt');
const began = performance.now();
const exitCode = await run();
const tests = summary();
const failed = tests.filter(({ passed }) => !passed);
for (const { name, message } of failed) console.log(`FAILED ${name}\n  ${message.slice(0, 500)}`);
const total = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `${tests.length - failed.length} of ${tests.length} fault tests passed in ${total} s; all output: ${log}`,
);
process.exitCode = failed.length > 0 || tests.length === 0 ? 1 : exitCode;

function run() {
  const filters = positionals.length === 0 ? [`${folder}/`] : positionals.map((word) => `${folder}/${word}`);
  const args = ['run', '--project', 'server', '--no-file-parallelism', '--maxWorkers', '1'];
  const reporters = ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report];
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', ...args, ...reporters, ...filters],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NO_COLOR: '1',
        ...(values.full ? { WBPM_FULL_FAULTS: 'true' } : {}),
        ...(values.seed === undefined ? {} : { WBPM_FAULT_SEED: values.seed }),
      },
    },
  );
  const output = createWriteStream(log);
  let last = '';
  child.stdout.on('data', (text) => {
    output.write(text);
    const lines = (last + String(text)).split('\n');
    last = lines.pop() ?? '';
    for (const line of lines) if (/^[\w-]+ .*\bseed=\d/.test(line)) console.log(line);
  });
  child.stderr.on('data', (text) => output.write(text));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      output.end();
      resolve(code ?? 1);
    });
  });
}

/** Every test with its outcome; files that did not come so far stand for themselves. */
function summary() {
  let files;
  try {
    files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    // It ended before it could write a report; the output says why.
    return [];
  }
  return files.flatMap(({ name: file, assertionResults, status, message }) => {
    if (assertionResults.length === 0)
      return [{ name: basename(file), passed: status === 'passed', message }];
    return assertionResults
      .filter(({ status: outcome }) => outcome !== 'skipped' && outcome !== 'pending')
      .map(({ fullName, status: outcome, failureMessages }) => ({
        name: fullName,
        passed: outcome === 'passed',
        message: failureMessages.join('\n'),
      }));
  });
}
