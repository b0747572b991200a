import type { Json, JsonObject } from '../model/json.ts';
import { DecisionError } from './decision-error.ts';
import type { DecisionResult } from './evaluate-decision.ts';

/** How a business rule task turns the rows of a decision into its result variable (Camunda 7). */
export type DecisionResultMapping = 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList';

/**
 * - `singleEntry`: the one output of the one rule that matched; null when none did;
 * - `singleResult`: the outputs of the one rule that matched, by name; null when none did;
 * - `collectEntries`: the one output of every rule that matched;
 * - `resultList`: the outputs of every rule that matched, by name.
 */
export function mapDecisionResult(
  { decisionName, rows }: Pick<DecisionResult, 'decisionName' | 'rows'>,
  mapping: DecisionResultMapping,
): Json {
  switch (mapping) {
    case 'singleEntry': {
      const row = onlyRow(decisionName, rows);
      return row === null ? null : onlyEntry(decisionName, row);
    }
    case 'singleResult':
      return onlyRow(decisionName, rows);
    case 'collectEntries':
      return rows.map((row) => onlyEntry(decisionName, row));
    case 'resultList':
      return [...rows];
  }
}

function onlyRow(decisionName: string, rows: readonly JsonObject[]): JsonObject | null {
  if (rows.length <= 1) return rows[0] ?? null;
  throw new DecisionError(decisionName, `expected at most one result, found ${rows.length}`, {
    hint: 'Map the result with collectEntries or resultList, or let one rule match',
  });
}

function onlyEntry(decisionName: string, row: JsonObject): Json {
  const values = Object.values(row);
  if (values.length <= 1) return values[0] ?? null;
  throw new DecisionError(decisionName, `expected one output, found ${values.length}`, {
    hint: 'Map the result with singleResult or resultList',
  });
}
