import type { DecisionModel } from '@wbpm/engine';
import type { Finding } from '../../finding.ts';
import type { ModdleElement } from '../../moddle.ts';

/** What a check may look at: the file as written, and what of it compiled. */
export interface DmnCheckContext {
  readonly definitions: ModdleElement;
  readonly model: DecisionModel;
}

/** One rule about decisions. */
export type DmnCheck = (context: DmnCheckContext) => readonly Finding[];
