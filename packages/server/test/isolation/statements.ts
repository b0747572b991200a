import type { Parameter } from '../../src/store/database.ts';
import { type SentStatement, withoutTenant } from './switchable-database.ts';

interface Watched {
  readonly count: number;
  /** Statements that ought not to have been sent while another tenant asked, each in a line. */
  readonly wrong: readonly string[];
}

/**
 * Judges what is sent while one tenant asks for what another has. Nothing may be done for the other; what names an id
 * of the other has to come with the tenant that asks, whatever the role; and the statements of tenants name a tenant
 * themselves, whatever row-level security does.
 */
export function watchStatements(
  attacked: { readonly tenantId: string; readonly ids: ReadonlySet<string> },
  askingTenantId: string,
): { hear(statement: SentStatement): void; seen(): Watched } {
  const wrong = new Set<string>();
  let count = 0;
  return {
    hear({ scope, sql, parameters }) {
      count += 1;
      const values = parameters.flatMap(textsOf);
      if (
        values.includes(attacked.tenantId) ||
        (scope.kind === 'tenant' && scope.tenantId !== askingTenantId)
      ) {
        wrong.add(`for the other tenant, as ${scope.kind}: ${sql}`);
      }
      if (values.some((value) => attacked.ids.has(value)) && !values.includes(askingTenantId)) {
        wrong.add(`with an id and no tenant, as ${scope.kind}: ${sql}`);
      }
      // What is inserted has its tenant among its values.
      if (scope.kind === 'tenant' && /\b(FROM|JOIN|UPDATE) wbpm_/.test(sql) && withoutTenant(sql) === sql) {
        wrong.add(`without a condition on the tenant that can be taken out: ${sql}`);
      }
    },
    seen: () => ({ count, wrong: [...wrong] }),
  };
}

function textsOf(parameter: Parameter): string[] {
  if (typeof parameter === 'string') return [parameter];
  return Array.isArray(parameter) ? parameter.flatMap(textsOf) : [];
}
