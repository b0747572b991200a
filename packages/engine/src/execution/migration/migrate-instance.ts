import type { ProcessGraph } from '../../model/process-graph.ts';
import type { CommandOf } from '../command.ts';
import { copyState } from '../copy-state.ts';
import type { Environment } from '../environment.ts';
import { RejectionSignal } from '../rejection.ts';
import type { InstanceState } from '../state.ts';
import { Turn } from '../turn.ts';
import { carryOutMigration } from './carry-out-migration.ts';
import { type ElementVerdict, verdictOn } from './migration.ts';
import { prepareMigration } from './prepare-migration.ts';

/** The instance goes on by another definition. All of it does, or nothing has happened. */
export function migrateInstance(
  graph: ProcessGraph,
  state: InstanceState,
  command: CommandOf<'migrateInstance'>,
  env: Environment,
): Turn {
  const prepared = prepareMigration(new Turn(graph, state, env), command);
  refuseUnlessAll(prepared.elements);
  const turn = new Turn(command.target, copyState(state), env);
  refuseUnlessAll(carryOutMigration(turn, command, prepared, command.reason));
  return turn;
}

function refuseUnlessAll(elements: readonly ElementVerdict[]): void {
  if (verdictOn(elements) === 'migrates') return;
  const reasons = elements.flatMap(({ elementId, reason }) =>
    reason === null ? [] : [{ elementId, message: reason }],
  );
  throw new RejectionSignal(
    'MIGRATION_REFUSED',
    `Expected everything in the instance to have its like in the target, but ${reasons.length} have not: ${reasons[0]?.message ?? ''}`,
    reasons,
  );
}
