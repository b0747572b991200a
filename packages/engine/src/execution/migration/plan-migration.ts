import type { ProcessGraph } from '../../model/process-graph.ts';
import { continuationIndex } from '../continuation.ts';
import { copyState } from '../copy-state.ts';
import type { Environment } from '../environment.ts';
import type { InstanceState } from '../state.ts';
import { Turn } from '../turn.ts';
import { carryOutMigration } from './carry-out-migration.ts';
import { type MigrationPlan, type MigrationRequest, verdictOn, type WaitedFor } from './migration.ts';
import type { Opening } from './plan-subscriptions.ts';
import { prepareMigration } from './prepare-migration.ts';

/** What `migrateInstance` would do; the state stays as it is. */
export function planMigration(
  graph: ProcessGraph,
  state: InstanceState,
  request: MigrationRequest,
  now: number,
): MigrationPlan {
  const env = environmentAt(now);
  const prepared = prepareMigration(new Turn(graph, state, env), request);
  const failed =
    verdictOn(prepared.elements) === 'migrates'
      ? carryOutMigration(new Turn(request.target, copyState(state), env), request, prepared, null)
      : [];
  const elements = [...prepared.elements, ...failed];
  const { kept, closed, opened } = prepared.subscriptions;
  return {
    verdict: verdictOn(elements),
    elements,
    subscriptions: {
      // A token that rests beside its element waits for the engine alone.
      kept: kept
        .filter(({ triggerIndex }) => triggerIndex !== continuationIndex)
        .map(({ subscription, elementId }) => ({
          elementId,
          elementInstanceId: subscription.hostId,
          kind: subscription.awaited.kind,
        })),
      closed: closed.map(({ elementId, hostId, awaited }) => ({
        elementId,
        elementInstanceId: hostId,
        kind: awaited.kind,
      })),
      opened: opened.flatMap(waitedFor),
    },
  };
}

function waitedFor({ place, event, triggers }: Opening): readonly WaitedFor[] {
  return triggers.map(({ kind }) => ({ elementId: event.id, elementInstanceId: place.hostId, kind }));
}

/** What is planned takes no step; ids serve the copy alone. */
function environmentAt(now: number): Environment {
  let ids = 0;
  return {
    now,
    newId: () => {
      ids += 1;
      return `planned-${ids}`;
    },
    limits: { stepsPerTurn: 0, stepsWithoutWait: 0 },
  };
}
