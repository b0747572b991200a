import type { Behaviour } from './behaviour.ts';
import { throwAll } from './throw-all.ts';

/** Throws what it is given and goes nowhere (BPMN 2.0 §10.5.3, §13.5.6). */
export const endEvent: Behaviour<'endEvent'> = {
  activate: throwAll,
  leave: () => [],
};
