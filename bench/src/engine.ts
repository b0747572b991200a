import { decide, type Environment, graphOf } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import { type Figure, peakMemoryMiB } from './measure.ts';
import { oneTask } from './models.ts';

const graph = graphOf(oneTask);
const env: Environment = {
  now: 1_700_000_000_000,
  newId: uuidv7,
  limits: { stepsPerTurn: 1000, stepsWithoutWait: 1_000_000 },
};

/** The pure engine on one core: no store, no IO. */
export function benchEngine(instances: number): Figure {
  runInstances(Math.ceil(instances / 5));
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  runInstances(instances);
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    name: 'engine',
    callers: 1,
    instances,
    instancesPerSecond: instances / seconds,
    p50Ms: null,
    p99Ms: null,
    cpu: (cpu.user + cpu.system) / 1e6 / seconds,
    databaseCpu: null,
    peakMemoryMiB: peakMemoryMiB(process.pid),
    batch: null,
    ofRawLimit: null,
  };
}

function runInstances(count: number): void {
  for (let index = 0; index < count; index += 1) {
    const instanceId = env.newId();
    const begun = decide(
      graph,
      null,
      {
        type: 'startInstance',
        instanceId,
        definitionId: 'bench',
        version: 1,
        businessKey: null,
        variables: { order_id: index },
        startElementId: null,
        triggerVariables: {},
        parent: null,
      },
      env,
    );
    if (begun.kind === 'rejected') throw new Error(begun.rejection.message);
    const [task] = begun.state.elements.keys();
    if (task === undefined) throw new Error('Expected an open task');
    const done = decide(
      graph,
      begun.state,
      {
        type: 'completeUserTask',
        elementInstanceId: task,
        variables: { done: true },
        by: 'bench',
        override: false,
      },
      env,
    );
    if (done.kind === 'rejected' || done.state.status !== 'completed') throw new Error('Expected the end');
  }
}
