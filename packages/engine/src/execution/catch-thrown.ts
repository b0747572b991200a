import type { JsonObject } from '../model/json.ts';
import { occurAtBoundary } from './boundary-occurrence.ts';
import type { Catcher } from './enclosing.ts';
import { startEventSubProcess } from './event-sub-process.ts';
import type { Turn } from './turn.ts';

/** Carries on at the catching event, after ending what it interrupts. */
export function catchThrown(turn: Turn, catcher: Catcher, variables: JsonObject): void {
  switch (catcher.at) {
    case 'boundary':
      occurAtBoundary(turn, catcher.event, catcher.host, variables);
      return;
    case 'eventSubProcess':
      startEventSubProcess(turn, catcher.scopeId, catcher.event, variables);
      return;
  }
}
