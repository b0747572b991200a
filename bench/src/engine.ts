import { decide, type Environment, graphOf } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import { oneTask } from './models.ts';

/** Instances per second of the pure engine on one core: no store, no IO. */
export function engineRate(instances: number): number {
  const graph = graphOf(oneTask);
  const env: Environment = {
    now: 1_700_000_000_000,
    newId: uuidv7,
    limits: { stepsPerTurn: 1000, stepsWithoutWait: 1_000_000 },
  };
  const started = performance.now();
  for (let index = 0; index < instances; index += 1) {
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
      },
      env,
    );
    if (begun.kind === 'rejected') throw new Error(begun.rejection.message);
    const [task] = begun.state.elements.keys();
    if (task === undefined) throw new Error('Expected an open task');
    const done = decide(
      graph,
      begun.state,
      { type: 'completeUserTask', elementInstanceId: task, variables: { done: true }, by: 'bench', override: false },
      env,
    );
    if (done.kind === 'rejected' || done.state.status !== 'completed') throw new Error('Expected the end');
  }
  return instances / ((performance.now() - started) / 1000);
}
