import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphOf } from '../model/process-graph.ts';
import { path } from '../testing/random-path.ts';
import { body, processAround, switches } from '../testing/random-process.ts';
import { randomRun } from '../testing/random-run.ts';

/** Random processes, each run through several random paths. More: WBPM_PROPERTY_RUNS=20000. */
const models = Number(process.env['WBPM_PROPERTY_RUNS'] ?? 2_000);
const pathsPerModel = 3;
const msPerModel = 200;

test(`whatever happens to ${models} random processes, journal, store and memory agree and nothing gets lost`, {
  timeout: 60_000 + models * msPerModel,
}, () => {
  const total = { paths: 0, steps: 0, ended: 0 };
  const turn = fc.constantFrom(3, 7, 1_000);
  const runs = fc.array(fc.tuple(switches, path, turn), {
    minLength: pathsPerModel,
    maxLength: pathsPerModel,
  });
  fc.assert(
    fc.property(body, runs, (content, paths) => {
      const graph = graphOf(processAround(content));
      for (const [variables, happenings, stepsPerTurn] of paths) {
        const { found, steps, state } = randomRun(graph, variables, happenings, stepsPerTurn);
        total.paths += 1;
        total.steps += steps;
        if (state.endedAt !== null) total.ended += 1;
        expect(found).toEqual([]);
      }
    }),
    { numRuns: models },
  );
  console.log(
    `R-01 ${models} models, ${total.paths} paths, ${total.steps} steps, ${total.ended} ended, 0 mismatches`,
  );
});
