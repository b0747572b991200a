import type { DmnCheck } from './check.ts';
import { decisionLogic } from './decision-logic.ts';
import { expressionSyntax } from './expression-syntax.ts';
import { references } from './references.ts';
import { requirementCycle } from './requirement-cycle.ts';
import { requirementDepth } from './requirement-depth.ts';
import { tableShape } from './table-shape.ts';
import { uniqueNames } from './unique-names.ts';

/** Every rule about decisions, in the order their findings are shown. */
export const allDmnChecks: readonly DmnCheck[] = [
  references,
  requirementCycle,
  requirementDepth,
  uniqueNames,
  decisionLogic,
  tableShape,
  expressionSyntax,
];
