import type { JsonObject } from '@wbpm/contract';

const identifiers = /(elementInstanceId|scopeId|instanceId)$/i;

/** What an event says beyond identifiers and empty values, which only tire the reader. */
export function journalData(data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => value !== null && !identifiers.test(name)),
  );
}
