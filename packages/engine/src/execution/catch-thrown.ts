import type { JsonObject } from '../model/json.ts';
import { goOnAfter } from './compensation/compensate.ts';
import type { Catcher } from './enclosing.ts';
import { startEventSubProcess } from './event-sub-process.ts';
import { placeToken } from './place-token.ts';
import { writeEventResults } from './results.ts';
import { terminateElement } from './termination.ts';
import type { Turn } from './turn.ts';

/** Carries on at the catching event, after ending what it interrupts. */
export function catchThrown(turn: Turn, catcher: Catcher, variables: JsonObject): void {
  switch (catcher.at) {
    case 'boundary': {
      const { event, host } = catcher;
      const { scopeId } = host;
      if (event.interrupting) terminateElement(turn, host);
      const id = placeToken(turn, { elementId: event.id, scopeId, triggered: true });
      writeEventResults(turn, event, id, scopeId, variables);
      if (event.interrupting) goOnAfter(turn, host);
      return;
    }
    case 'eventSubProcess':
      startEventSubProcess(turn, catcher.scopeId, catcher.event, variables);
      return;
  }
}
