import type { Json, JsonObject } from '../../model/json.ts';
import type { LoopProgress } from '../state.ts';

type Counts = Pick<LoopProgress, 'total' | 'active' | 'completed' | 'terminated'>;

/** Runtime attributes of a multi-instance activity (BPMN 2.0 table 10.30). */
export function runtimeAttributes({ total, active, completed, terminated }: Counts): JsonObject {
  return {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: terminated,
  };
}

/**
 * What expressions inside a multi-instance activity see of its progress, also under the names of Camunda 7.
 * Read from the progress instead of kept as variables, which would be written at every completion.
 */
export function loopCounters(counts: Counts): Record<string, Json> {
  return {
    ...runtimeAttributes(counts),
    nrOfInstances: counts.total,
    nrOfActiveInstances: counts.active,
    nrOfCompletedInstances: counts.completed,
    nrOfTerminatedInstances: counts.terminated,
  };
}
