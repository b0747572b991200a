import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresCluster, startPostgresCluster } from '../testing/postgres-cluster.ts';
import type { Database } from './database.ts';
import { prepareDatabase } from './open-database.ts';
import { openPostgres } from './postgres-database.ts';
import { ensureRoles } from './roles.ts';

/** Roles belong to a cluster, so these tests bring one without them. */
describe.skipIf(inject('postgresUrl') === null)('the database roles', () => {
  let cluster: PostgresCluster;
  const open = (connectionString: string): Promise<Database> =>
    openPostgres({
      connectionString,
      poolSize: 4,
      minSize: 0,
      applicationName: 'wbpm_test',
      statementTimeoutMs: 20_000,
    });
  const as = (user: string, url: string) => url.replace('postgres@', `${user}@`);

  beforeAll(async () => {
    cluster = await startPostgresCluster({ fsync: false });
    const database = await open(await cluster.createDatabase('setup'));
    await database.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query('create role plain login; create role creator login createrole'),
    );
    await database.close();
  });
  afterAll(() => cluster.stop());

  it('names the SQL to run when the user may not create them', async () => {
    const database = await open(as('plain', `${cluster.url}/setup`));
    await expect(ensureRoles(database)).rejects.toThrow(
      /CREATE ROLE wbpm_api NOLOGIN[\s\S]*GRANT wbpm_runtime TO/,
    );
    await database.close();
  });

  it('are created once by many nodes of many databases that start together', async () => {
    const urls = await Promise.all(['one', 'two', 'three'].map((name) => cluster.createDatabase(name)));
    const databases = await Promise.all([...urls, ...urls].map((url) => open(url)));
    await expect(Promise.all(databases.map(ensureRoles))).resolves.toHaveLength(6);
    await Promise.all(databases.map((database) => database.close()));
  });

  it('serve an owner who is no superuser, once granted', async () => {
    const administrator = await open(await cluster.createDatabase('owned'));
    await administrator.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query(
        'alter database owned owner to creator; grant wbpm_api, wbpm_runtime, wbpm_custodian to creator with admin option',
      ),
    );
    const database = await open(as('creator', `${cluster.url}/owned`));
    await expect(prepareDatabase(database)).resolves.toBeUndefined();
    await Promise.all([administrator.close(), database.close()]);
  });
});
