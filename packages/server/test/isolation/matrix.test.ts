import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { archiveCompletedProcesses } from '../../src/history/archive-completed-processes.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type Api, connectApi } from '../../src/testing/api.ts';
import { startTestServer, type TestServer, tokenOf } from '../../src/testing/test-server.ts';
import { askAsOwner } from './control.ts';
import { gapsIn } from './entries.ts';
import { graphqlOperations } from './graphql-operations.ts';
import { unknownPart } from './kinds.ts';
import { probeAsLowerRoles } from './lower-roles.ts';
import { type Attacked, type Attacker, probeAsAnotherTenant, type Report } from './matrix.ts';
import { type Operation, operationsOf } from './openapi.ts';
import { operations as entries } from './operations.ts';
import { administratorOf, type Tenant } from './people.ts';
import { watchStatements } from './statements.ts';
import { type SwitchableDatabase, switchable } from './switchable-database.ts';
import { changedTables, connectOwner, idsIn, type Owner, type TenantRows } from './tenant-rows.ts';
import { inhabit, settle } from './world.ts';

const acme: Tenant = { tenantId: 'acme', prefix: 'CANARY-A' };
const globex: Tenant = { tenantId: 'globex', prefix: 'CANARY-B' };

/** Each round is a thousand requests. */
const roundMs = 240_000;

describe.runIf(inject('postgresUrl') !== null)('whoever asks for what another tenant has', () => {
  let server: TestServer;
  let database: SwitchableDatabase;
  let owner: Owner;
  let operations: readonly Operation[];
  let attacked: Attacked;
  let attacker: Attacker;
  let before: TenantRows;
  const counted = { positions: 0, probes: 0, changed: 0 };
  /** Leaks by round. */
  const leaks = { asItIs: -1, lowerRoles: -1, withoutSecurity: -1, withoutPredicates: -1 };

  beforeAll(async () => {
    server = await startTestServer({
      database: 'postgres',
      authMode: 'jwt',
      logLevel: 'debug',
      environment: { ENABLE_API_DOCS: 'true', LARGE_VALUE_BYTES: '1024', LOCAL_ACCOUNTS: 'true' },
      async openDatabase(options) {
        database = switchable(await openDatabase(options));
        return database;
      },
    });
    owner = await connectOwner(server.databaseUrl ?? '');
    operations = [
      ...operationsOf(await (await fetch(`${server.url}/openapi.json`)).json()),
      ...(await graphqlOperations(await server.api(administratorOf(globex)))),
    ];
    const ended = { acme: await settle(server, acme), globex: await settle(server, globex) };
    const later = new Date(Date.now() + 60_000);
    await archiveCompletedProcesses(
      { database, now: later, isStopping: () => false, restFactor: 0 },
      { olderThanDays: 0 },
    );
    const theirs = await inhabit(server, acme, ended.acme);
    const own = await inhabit(server, globex, ended.globex);
    before = await owner.rowsOf(acme.tenantId);
    // Both know the ids of nodes and of runs of the archive.
    const shared = idsIn(await owner.rowsOf(globex.tenantId));
    const ids = new Set([...idsIn(before)].filter((id) => !shared.has(id)));
    attacked = { world: theirs, prefix: acme.prefix, ids };
    const api = await server.api(administratorOf(globex));
    attacker = { world: own, api, answersToUnknown: new Map() };
  });
  afterAll(async () => {
    await owner.close();
    await server.stop();
  });

  const ask = (which?: (operation: Operation) => boolean): Promise<Report> =>
    probeAsAnotherTenant({ operations, entries }, attacked, attacker, which);
  const askWatched = async (): Promise<Report> => {
    const watched = watchStatements({ tenantId: acme.tenantId, ids: attacked.ids }, globex.tenantId);
    database.hear(watched.hear);
    const report = await ask();
    database.hear(null);
    expect(watched.seen().wrong).toEqual([]);
    expect(watched.seen().count).toBeGreaterThan(report.probes);
    counted.probes += report.probes;
    return report;
  };
  const changed = async (): Promise<string[]> => {
    const tables = changedTables(before, await owner.rowsOf(acme.tenantId));
    counted.changed += tables.length;
    return tables;
  };

  it('is known of every operation: each has its line, and each line an operation', () => {
    expect(gapsIn(entries, operations)).toEqual([]);
  });

  it('has something of everything to ask for', async () => {
    const empty = [...before].flatMap(([table, rows]) => (rows.length === 0 ? [table] : []));
    expect(empty).toEqual(tablesWithoutRows);
  });

  it('hears what nobody has, and changes nothing', { timeout: roundMs }, async () => {
    const report = await askWatched();
    leaks.asItIs = report.leaks.length;
    counted.positions = report.positions;
    expect(report.leaks).toEqual([]);
    expect(await changed()).toEqual([]);
  });

  it('is refused in the own tenant too without the permission for it', async () => {
    const as = async (roles: string[]): Promise<Api> =>
      connectApi(server.url, await tokenOf({ tenantId: acme.tenantId, userId: 'eve', roles }));
    const callers = {
      nobody: await as([]),
      user: await as(['user']),
      stranger: connectApi(server.url, null),
    };
    const report = await probeAsLowerRoles({ operations, entries }, attacked, callers);
    leaks.lowerRoles = report.leaks.length;
    counted.probes += report.probes;
    expect(report.leaks).toEqual([]);
    expect(await changed()).toEqual([]);
  });

  it('hears the same without row-level security: the statements keep tenants apart', {
    timeout: roundMs,
  }, async () => {
    await owner.rowLevelSecurity('off');
    try {
      const report = await askWatched();
      leaks.withoutSecurity = report.leaks.length;
      expect(report.leaks).toEqual([]);
    } finally {
      await owner.rowLevelSecurity('on');
    }
    expect(await changed()).toEqual([]);
  });

  it('hears the same when statements do not name the tenant: row-level security keeps them apart', {
    timeout: roundMs,
  }, async () => {
    database.predicates('off');
    try {
      const report = await askWatched();
      leaks.withoutPredicates = report.leaks.length;
      expect(report.leaks).toEqual([]);
    } finally {
      database.predicates('on');
    }
    expect(await changed()).toEqual([]);
  });

  it('finds nothing of it in logs and metrics, and the server met no defect', async () => {
    expect(server.errors()).toEqual([]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(acme.tenantId);
    expect(canariesIn(metrics.replaceAll(/process_id="[^"]*"/g, ''))).toEqual([]);
    // What was asked for is repeated where it was refused, and who asked is told.
    const asked = new Set(
      Object.values(attacked.world)
        .flat()
        .flatMap((id) => [id, unknownPart(id)]),
    );
    expect(server.logs().length).toBeGreaterThan(counted.probes);
    expect(canariesIn(server.logs().join('')).filter((canary) => !asked.has(canary))).toEqual([]);
  });

  it('would hear a lot without both', { timeout: roundMs }, async () => {
    await owner.rowLevelSecurity('off');
    database.predicates('off');
    try {
      const reads = await ask(({ reads: isRead }) => isRead);
      expect(reads.leaks.length).toBeGreaterThan(50);
    } finally {
      database.predicates('on');
      await owner.rowLevelSecurity('on');
    }
  });

  it('would find all of it as its owner', { timeout: roundMs }, async () => {
    const api = await server.api(administratorOf(acme));
    expect(await askAsOwner({ operations, entries }, { api, world: attacked.world })).toEqual([]);
  });

  it('leaves a line of figures', async () => {
    const tables = await owner.tenantTables();
    const figures = {
      operations: operations.length,
      'id positions': counted.positions,
      callers: 4,
      probes: counted.probes,
      leaks: leaks.asItIs + leaks.lowerRoles,
      'changed tables': counted.changed,
      'tables checked': tables.length,
      'leaks without row-level security': leaks.withoutSecurity,
      'leaks without predicates': leaks.withoutPredicates,
    };
    console.log(['isolation', ...Object.entries(figures).map((figure) => figure.join('='))].join(' '));
    expect(Object.values(leaks)).toEqual([0, 0, 0, 0]);
  });
});

function canariesIn(text: string): string[] {
  return [...new Set(text.match(/CANARY[-_]A[\w-]*/g) ?? [])];
}

/** What is in them is on its way from one instance to another. */
const tablesWithoutRows: readonly string[] = ['wbpm_outbox'];
