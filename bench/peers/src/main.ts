import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgresCluster } from '../../../packages/server/src/testing/postgres-cluster.ts';
import { machine } from '../../src/report.ts';
import description from '../package.json' with { type: 'json' };
import { type Contestant, contestants } from './contestants.ts';
import { measureInProcess } from './measure-in-process.ts';
import type { Scenario } from './peer.ts';
import { type Line, linesOf, type Result, table } from './table.ts';

/**
 * Measures every contestant in every scenario, one after the other on one PostgreSQL, several rounds of it.
 * --scale 0.1 measures a tenth of the time, --only names contestants, --scenarios some of them.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    scenarios: { type: 'string', default: 'wait,steps,items' },
  },
});
const built = import.meta.dirname;
const bench = join(built, '..');
const seconds = 2.5 * Number(values.scale);
const loads: readonly { readonly scenario: Scenario; readonly callers: number }[] = [
  { scenario: 'wait', callers: 1 },
  { scenario: 'wait', callers: 64 },
  { scenario: 'wait', callers: 1000 },
  { scenario: 'steps', callers: 64 },
  { scenario: 'items', callers: 1 },
];

const results: Result[] = [];
const cluster = await startPostgresCluster({ fsync: true });
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const { scenario, callers } of loads) {
      if (!values.scenarios.split(',').includes(scenario)) continue;
      for (const contestant of contestants) {
        if (!contestant.scenarios.includes(scenario) || !isWanted(contestant)) continue;
        await measure(contestant, scenario, callers, round);
      }
    }
  }
} finally {
  await cluster.stop();
}

const lines: readonly Line[] = linesOf(results);
const folder = join(bench, 'results');
mkdirSync(folder, { recursive: true });
const file = join(folder, `peers-${new Date().toISOString().replaceAll(':', '-')}.json`);
writeFileSync(
  file,
  JSON.stringify({ machine: machine(), versions: description.dependencies, lines, results }, null, 2),
);
process.stdout.write(`\n${table(lines)}\n\nWritten to ${file}\n`);

function isWanted({ name }: Contestant): boolean {
  return values.only === undefined || values.only.split(',').includes(name);
}

async function measure(
  { name, store }: Contestant,
  scenario: Scenario,
  callers: number,
  round: number,
): Promise<void> {
  const database = 'peer';
  const databaseUrl = await cluster.createDatabase(database);
  const file = [built, join(bench, 'peers/dist')]
    .map((folder) => join(folder, `${name}.js`))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`Expected ${name} to be built, but found no file`);
  const order = { scenario, callers, seconds, databaseUrl, databasePid: cluster.pid ?? 0 };
  const measurement = await measureInProcess(file, order);
  await cluster.dropDatabase(database);
  results.push({ name, store, scenario, callers, round, ...measurement });
  const rate = Math.round(measurement.unitsPerSecond).toLocaleString('en');
  process.stdout.write(`round ${round}, ${scenario}, ${callers} callers, ${name}: ${rate}/s\n`);
}
