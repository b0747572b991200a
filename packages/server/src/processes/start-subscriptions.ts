import {
  awaitedTime,
  ExpressionError,
  evaluate,
  type ProcessGraph,
  type StartTrigger,
  startTriggersOf,
} from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import type { Definition } from '../store/definitions.ts';
import type { StartSubscription } from '../store/start-subscriptions.ts';

/** What starts the process from outside; its names and times are evaluated once, when it is deployed. */
export function startSubscriptionsOf(
  tenantId: string,
  { processId, definitionId, version }: Definition,
  graph: ProcessGraph,
  now: number,
): StartSubscription[] {
  return startTriggersOf(graph).flatMap((start) => {
    const { elementId, triggerIndex } = start;
    const awaited = awaitedBy(start, now);
    const none = { name: null, nextDueAt: null, repeat: null };
    if (awaited === null) return [];
    return [{ tenantId, processId, definitionId, version, elementId, triggerIndex, ...none, ...awaited }];
  });
}

type AwaitedStart = Pick<StartSubscription, 'kind'> & Partial<StartSubscription>;

function awaitedBy({ elementId, trigger }: StartTrigger, now: number): AwaitedStart | null {
  const context = { variables: {}, now };
  try {
    switch (trigger.kind) {
      case 'message':
      case 'signal':
        return { kind: trigger.kind, name: nameOf(evaluate(trigger.name, context)) };
      case 'timer': {
        const { dueAt, repeat } = awaitedTime(trigger.timer, context);
        return { kind: 'timer', nextDueAt: dueAt, repeat };
      }
      case 'conditional':
        return { kind: 'conditional' };
      case 'error':
      case 'escalation':
      case 'cancel':
      case 'compensation':
      case 'link':
        return null;
    }
  } catch (error) {
    if (error instanceof ExpressionError) throw refused(elementId, error.message);
    throw error;
  }
}

function nameOf(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ExpressionError(`Expected the name of an event, but found a value of type ${typeof value}`);
}

/** A start event has no instance whose variables it could see. */
function refused(elementId: string, message: string): Refusal {
  return new Refusal('INVALID_DEFINITION', message, {
    findings: [{ code: 'start-event', element_id: elementId, message }],
  });
}
