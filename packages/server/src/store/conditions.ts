import type { Parameter } from './database.ts';

/** A WHERE clause made of the filters that were asked for: those left out cost nothing and hide no index. */
export interface Conditions {
  /** `sql` names the value as `?`, as often as it needs it. */
  and(sql: string, value: Parameter): void;
  /** A clause that names its parameters itself. */
  andClause(sql: string): void;
  readonly where: string;
  readonly parameters: readonly Parameter[];
  /** Adds a parameter outside the clause; answers its placeholder. */
  parameter(value: Parameter): string;
}

export function conditions(): Conditions {
  const clauses: string[] = [];
  const parameters: Parameter[] = [];
  function parameter(value: Parameter): string {
    parameters.push(value);
    return `$${parameters.length}`;
  }
  return {
    and(sql, value) {
      clauses.push(sql.replaceAll('?', parameter(value)));
    },
    andClause(sql) {
      clauses.push(sql);
    },
    get where() {
      return clauses.join(' AND ');
    },
    parameters,
    parameter,
  };
}
