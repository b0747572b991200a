import { effectOf, type InstanceState } from '@wbpm/engine';
import { v5 as uuidv5 } from 'uuid';
import type { Effect, OutboxRow, Sender } from '../store/effect.ts';
import type { Recorded } from './recorded.ts';

/** Who cancels the instances it called; what a person cancels is another matter to the caller. */
export const engineActor = 'engine';

/** What the events of a turn want of other instances. Ids follow from the events, so none comes twice. */
export function outboxOf(
  recorded: readonly Recorded[],
  state: InstanceState,
  conversationId: string | null,
  lockedUntil: number,
): OutboxRow[] {
  const sender: Sender = {
    instanceId: state.instanceId,
    parentInstanceId: state.parent?.instanceId ?? null,
    businessKey: state.businessKey,
    conversationId: conversationId ?? state.instanceId,
  };
  const rows: OutboxRow[] = [];
  for (const record of recorded) {
    const effect = addressed(record, state, sender);
    if (effect !== null) rows.push({ id: uuidv5(String(record.seq), state.instanceId), effect, lockedUntil });
  }
  return rows;
}

/** The effect with what those who carry it out on any node need to know of its sender. */
function addressed({ event, actor }: Recorded, state: InstanceState, sender: Sender): Effect | null {
  const effect = effectOf(state, event);
  if (effect === null) return null;
  switch (effect.kind) {
    case 'message':
      return { ...effect, businessKey: null, instanceId: null, correlation: [], sender };
    case 'signal':
      return { ...effect, instanceId: null, sender, progress: null };
    case 'startCall': {
      const { definitionId } = state;
      return { ...effect, definitionId, conversationId: sender.conversationId };
    }
    case 'refuseCall':
      return actor === engineActor ? null : effect;
    case 'cancelCall':
    case 'completeCall':
    case 'failCall':
    case 'escalateCall':
      return effect;
  }
}
