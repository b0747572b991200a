import type { Command } from '@wbpm/engine';
import type { Scenario } from './peer.ts';

/** How our engine is told that what an instance waits for is done. */
export function completion(scenario: Scenario, elementInstanceId: string): Command {
  const variables = { done: true };
  return scenario === 'steps'
    ? { type: 'completeJob', elementInstanceId, variables }
    : { type: 'completeUserTask', elementInstanceId, variables, by: 'bench', override: false };
}
