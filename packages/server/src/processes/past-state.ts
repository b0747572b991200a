import type { PastState } from '@wbpm/contract';
import { apply, type InstanceState } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import type { UseCase } from '../use-case.ts';
import { inCurrentEvents } from './current-events.ts';
import { requireJournal } from './journal-entries.ts';
import { wireActiveElements, wireOpenIncidents } from './wire-state.ts';

/** The instance as it was after event `atSeq`; without it as it is. */
export async function readPastState(
  useCase: UseCase,
  id: string,
  atSeq: number | undefined,
): Promise<PastState> {
  let state: InstanceState | null = null;
  let at = 0;
  for await (const stored of await requireJournal(useCase, id, { upToSeq: atSeq })) {
    const entry = inCurrentEvents(stored);
    at = entry.at;
    for (const event of entry.events) {
      if (state?.sequence === atSeq && atSeq !== undefined) break;
      state = apply(state, event, entry.at);
    }
  }
  if (state === null || (atSeq !== undefined && state.sequence < atSeq)) {
    throw noSuchEvent('at_seq', atSeq ?? 0, state?.sequence ?? 0);
  }
  const graph = await useCase.runtime.definitions.graph(useCase.principal.tenantId, state.definitionId);
  return {
    instance_id: state.instanceId,
    seq: state.sequence,
    at: new Date(at).toISOString(),
    status: state.status,
    variables: { ...state.variables.get(state.instanceId) },
    active_elements: wireActiveElements(state, graph),
    incidents: wireOpenIncidents(state),
  };
}

export function noSuchEvent(parameter: string, found: number, last: number): Refusal {
  const message = `Expected ${parameter} to be an event of the instance, 1 to ${last}, but found ${found}`;
  return new Refusal('INVALID_QUERY', message, {
    findings: [{ code: 'INVALID_QUERY', pointer: `?${parameter}`, message }],
  });
}
