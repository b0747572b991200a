import { createHash } from 'node:crypto';
import type { Scope } from './database.ts';

/**
 * Names for statements that are prepared once a connection and then only executed. Names are kept
 * apart by scope, because PostgreSQL plans anew whenever a statement under row-level security changes
 * its role. Beyond the limit statements stay unnamed: no connection collects plans without end.
 */
export class PreparedStatements {
  readonly #names: Record<Scope['kind'], Map<string, string>> = {
    tenant: new Map(),
    runtime: new Map(),
    custodian: new Map(),
    owner: new Map(),
  };
  readonly #limit: number;

  constructor(limit = 400) {
    this.#limit = limit;
  }

  nameOf(scope: Scope, sql: string): string | undefined {
    const names = this.#names[scope.kind];
    const known = names.get(sql);
    if (known !== undefined || names.size >= this.#limit) return known;
    const name = `${scope.kind}_${createHash('sha256').update(sql).digest('hex').slice(0, 20)}`;
    names.set(sql, name);
    return name;
  }
}
