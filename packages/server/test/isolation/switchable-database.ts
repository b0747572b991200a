import type { Database, Parameter, Scope } from '../../src/store/database.ts';

/** A statement as the store sends it. */
export interface SentStatement {
  readonly scope: Scope;
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** A database that tells what it is asked, and can be asked without the tenant. */
export interface SwitchableDatabase extends Database {
  /** Hears of every statement from now on; null: nobody does. */
  hear(listener: ((statement: SentStatement) => void) | null): void;
  /** Off: statements of tenants lose their own conditions on the tenant, and row-level security is all there is. */
  predicates(state: 'off' | 'on'): void;
}

export function switchable(database: Database): SwitchableDatabase {
  let listener: ((statement: SentStatement) => void) | null = null;
  let off = false;
  return {
    ...database,
    hear(next) {
      listener = next;
    },
    predicates(state) {
      off = state === 'off';
    },
    transaction: (scope, work) =>
      database.transaction(scope, (transaction) =>
        work({
          query<Row extends object>(sql: string, parameters?: readonly Parameter[]) {
            listener?.({ scope, sql, parameters: parameters ?? [] });
            const sent = off && scope.kind === 'tenant' ? withoutTenant(sql) : sql;
            return parameters === undefined
              ? transaction.query<Row>(sent)
              : transaction.query<Row>(sent, parameters);
          },
        }),
      ),
  };
}

const comparison = /\b(?:\w+\.)?tenant_id = (\$\d+)/g;
const keys = /unnest\(([^()]*)\) AS (\w+) \(tenant_id, ([^()]*)\)\s+USING \(tenant_id, ([^()]*)\)/g;

/** The same statement for rows of any tenant. Parameters keep their places and types. */
export function withoutTenant(sql: string): string {
  return sql
    .replaceAll(comparison, (_match, parameter: string) => `${parameter}::text IS NOT NULL`)
    .replaceAll(
      keys,
      (_match, lists: string, name: string, columns: string, using: string) =>
        `(SELECT ${columns} FROM unnest(${lists}) AS ${name} (tenant_id, ${columns})) AS ${name} USING (${using})`,
    );
}
