import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlowNodeType } from '../model/flow-node.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { randomProcess } from '../testing/random/arbitrary.ts';
import { Coverage } from '../testing/random/coverage.ts';
import { path } from '../testing/random/path.ts';
import { printed } from '../testing/random/print.ts';
import { graphsOf, randomRun } from '../testing/random/run.ts';
import type { World } from '../testing/random/world.ts';

const usual = 2_000;
/** Random processes, each run through several random paths. More: WBPM_PROPERTY_RUNS=20000. */
const models = Number(process.env['WBPM_PROPERTY_RUNS'] ?? usual);
/** Goes back to a failure, with the seed that it printed. */
const seed = process.env['WBPM_PROPERTY_SEED'];
const pathsPerModel = 3;
const msPerModel = 1000;

test(`whatever happens to ${models} random processes, journal, store and memory agree and nothing gets lost`, {
  timeout: 60_000 + models * msPerModel,
}, () => {
  const total = { paths: 0, steps: 0 };
  const coverage = new Coverage();
  const paths = fc.array(path, { minLength: pathsPerModel, maxLength: pathsPerModel });
  fc.assert(
    fc.property(randomProcess, paths, (process, taken) => {
      const graphs = graphsOf(process);
      coverage.draw(graphs.values());
      for (const one of taken) {
        const world = randomRun(graphs, one);
        total.paths += 1;
        total.steps += world.steps;
        coverage.add(world, graphs);
        if (world.found.length > 0) throw new Error(report(graphs, world));
      }
    }),
    { numRuns: models, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
  console.log(
    `${models} models, ${total.paths} paths, ${total.steps} commands, ${coverage.executed.size} kinds of elements completed`,
  );
  if (models < usual) return;
  expect(coverage.missed).toEqual([]);
  expect([...coverage.drawn]).toEqual(expect.arrayContaining(Object.keys(everyType)));
});

const everyType: Readonly<Record<FlowNodeType, true>> = {
  startEvent: true,
  endEvent: true,
  intermediateCatchEvent: true,
  intermediateThrowEvent: true,
  boundaryEvent: true,
  task: true,
  manualTask: true,
  userTask: true,
  serviceTask: true,
  sendTask: true,
  receiveTask: true,
  scriptTask: true,
  businessRuleTask: true,
  callActivity: true,
  exclusiveGateway: true,
  parallelGateway: true,
  inclusiveGateway: true,
  complexGateway: true,
  eventBasedGateway: true,
  subProcess: true,
  eventSubProcess: true,
  transaction: true,
  adHocSubProcess: true,
};

/** What is wrong, the processes as people read them, and what was done. */
function report(graphs: ReadonlyMap<string, ProcessGraph>, { found, trace }: World): string {
  const faults = found.map((fault) => fault.slice(0, 2_000));
  const processes = [...graphs].map(([id, graph]) => printed(id, graph));
  return [...faults, '', ...processes, '', ...trace].join('\n');
}
