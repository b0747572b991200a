import { type Loop, startLoop } from '../runtime/loop.ts';
import { isTemporary } from '../runtime/temporary-failure.ts';
import type { Database } from '../store/database.ts';
import { snapshot } from '../store/read.ts';
import { deleteTenantRows, tenantTables } from '../store/tenant-rows.ts';
import { tenantsToErase, updateTenant } from '../store/tenants.ts';

const rowsAtOnce = 5000;
const lookEveryMs = 60_000;

/**
 * Deletes what tenants have that are to be deleted, a few rows at a time. Any node does it, several may at once, and
 * whoever dies leaves the rest to the next. Files that nothing refers to any more go with the next sweep.
 */
export function startTenantErasure(database: Database, onError: (error: unknown) => void): Loop {
  let stopped = false;
  const loop = startLoop(
    async () => {
      const tenants = await snapshot(database, { kind: 'runtime' }, tenantsToErase);
      for (const tenantId of tenants) await eraseTenant(database, tenantId, () => stopped);
      return lookEveryMs;
    },
    (error) => {
      if (!isTemporary(error)) onError(error);
    },
  );
  return {
    wake: () => loop.wake(),
    stop() {
      stopped = true;
      return loop.stop();
    },
  };
}

/** What was under way when the tenant was suspended may still have written: it is over when nothing is found. */
async function eraseTenant(database: Database, tenantId: string, isStopped: () => boolean): Promise<void> {
  const scope = { kind: 'custodian', tenantId } as const;
  const tables = (await snapshot(database, scope, tenantTables)).filter(
    ({ name }) => name !== 'wbpm_tenants',
  );
  for (let found = true; found; ) {
    found = false;
    for (const table of tables) {
      for (let deleted = rowsAtOnce; deleted === rowsAtOnce; ) {
        if (isStopped()) return;
        deleted = await database.transaction(scope, (transaction) =>
          deleteTenantRows(transaction, table, tenantId, rowsAtOnce),
        );
        found ||= deleted > 0;
      }
    }
  }
  await database.transaction(scope, (transaction) =>
    updateTenant(transaction, tenantId, { name: tenantId, status: 'deleted' }, null),
  );
}
