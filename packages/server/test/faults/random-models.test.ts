import { randomProcess } from '@wbpm/engine/testing/random/arbitrary.ts';
import { path } from '@wbpm/engine/testing/random/path.ts';
import { printed } from '@wbpm/engine/testing/random/print.ts';
import { graphsOf } from '@wbpm/engine/testing/random/run.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../src/runtime/clock.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { full, printFigures, seed, since } from './figures.ts';
import { walkAll } from './random-rounds.ts';
import { Walk } from './random-walk.ts';

const models = full ? 2_000 : 40;
const pathsPerModel = full ? 30 : 8;

function* walks(): Generator<Walk> {
  for (let model = 0; model < models; model += 1) {
    // With its own seed a model that failed is the first one of the next run.
    const modelSeed = seed + model;
    const [process] = fc.sample(randomProcess, { seed: modelSeed, numRuns: 1 });
    if (process === undefined) throw new Error('Expected a random process');
    const drawn = { seed: modelSeed, graphs: graphsOf(process) };
    const paths = fc.sample(path, { seed: modelSeed, numRuns: pathsPerModel });
    for (const [index, taken] of paths.entries())
      yield new Walk(`model-${model}-path-${index}`, drawn, taken);
  }
}

function told({ modelSeed, graphs, trace }: Walk, faults: readonly string[]): string {
  const shown = faults.map((fault) => fault.slice(0, 2_000));
  const processes = [...graphs].map(([id, graph]) => printed(id, graph));
  return [`WBPM_FAULT_SEED=${modelSeed}`, ...shown, '', ...processes, '', ...trace].join('\n');
}

describe.each(testDatabases)('R-01: random models on %s with nothing in memory', (kind, openFresh) => {
  it(
    'are stored after every step as their journals say, and go on from there',
    async () => {
      const began = performance.now();
      const database = await openFresh();
      const { paths, steps, mismatches } = await walkAll(database, testClock(), walks());
      await database.close();
      const seeds = new Set(mismatches.map(({ walk }) => walk.modelSeed));
      printFigures('R-01 random-models', {
        store: kind,
        models,
        paths,
        steps,
        mismatches: mismatches.length,
        'seeds of failures': seeds.size === 0 ? 'none' : [...seeds].join(),
        total: since(began),
      });
      expect(mismatches.map(({ walk, faults }) => told(walk, faults))).toEqual([]);
    },
    full ? 4 * 3_600_000 : 300_000,
  );
});
