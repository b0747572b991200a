import type { ElementInstance } from '../state.ts';
import type { MigrationRequest } from './migration.ts';
import { byMapping, type Obstacle } from './obstacle.ts';
import { renamed } from './renaming.ts';

/** What is being undone, or is to be next, must be there. */
export function cannotCompensate(
  { wait, undoes: undoing }: ElementInstance,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const meant = [wait?.kind === 'compensation' ? wait.activityId : null, undoing?.beside?.activityId ?? null];
  const lost = meant.find((id) => id !== null && !target.nodes.has(renamed(mapping, id)));
  return lost === undefined || lost === null
    ? null
    : byMapping(`Expected the target to have '${lost}', which is being undone, but it has none`);
}

export function notUndone(elementId: string, { target, mapping }: MigrationRequest): Obstacle | null {
  const to = renamed(mapping, elementId);
  if (target.compensable.has(to)) return null;
  return byMapping(`Expected something to undo '${to}', which has completed, but nothing does in the target`);
}
