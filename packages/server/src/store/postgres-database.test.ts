import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CuttingProxy, openCuttingProxy } from '../testing/cutting-proxy.ts';
import { createPostgres, type FreshPostgres } from '../testing/test-databases.ts';
import { CommitUnknownError, type Database, DatabaseUnavailableError, type Scope } from './database.ts';
import { openPostgres } from './postgres-database.ts';

const owner: Scope = { kind: 'owner' };
const runtime: Scope = { kind: 'runtime' };

describe.skipIf(inject('postgresUrl') === null)('a PostgreSQL database', () => {
  let fresh: FreshPostgres;
  let proxy: CuttingProxy;
  let database: Database;

  const open = (connectionString: string, poolSize = 4) =>
    openPostgres({
      connectionString,
      poolSize,
      minSize: 0,
      applicationName: 'wbpm_test',
      statementTimeoutMs: 20_000,
    });
  const run = (sql: string) => database.transaction(owner, (transaction) => transaction.query(sql));
  const values = async () => {
    const rows = await database.transaction(owner, (transaction) =>
      transaction.query<{ id: number }>('select id from kept order by id'),
    );
    return rows.map(({ id }) => id);
  };

  beforeAll(async () => {
    fresh = await createPostgres('empty');
    const url = new URL(fresh.url);
    proxy = await openCuttingProxy(Number(url.port));
    url.port = String(proxy.port);
    database = await open(url.href);
    await run(
      'create table kept (id int primary key); create table locks (id int); insert into locks values (1), (2)',
    );
    await run('grant select, update on locks to wbpm_runtime');
  });
  afterAll(async () => {
    await database.close();
    await proxy.close();
    await fresh.drop();
  });

  it('waits for a lock longer than one who stands still can hold it, and for migrations without end', async () => {
    const inScope = (scope: Scope) =>
      database.transaction(scope, async (transaction) => {
        const [row] = await transaction.query<Record<string, string>>(
          "select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle",
        );
        return row;
      });
    expect(await inScope(runtime)).toEqual({ lock: '10s', statement: '20s', idle: '5s' });
    expect(await inScope(owner)).toEqual({ lock: '0', statement: '0', idle: '5s' });
  });

  it('says the outcome is unknown when the answer to COMMIT is lost, which may mean committed', async () => {
    proxy.cutAt('commit', 'after-forwarding');
    const attempt = database.transaction(owner, async (transaction) => {
      await transaction.query('insert into kept values ($1)', [1]);
    });
    await expect(attempt).rejects.toThrow(CommitUnknownError);
    await expect.poll(values).toEqual([1]);
  });

  it('says the outcome is unknown when COMMIT itself is lost, which may mean rolled back', async () => {
    proxy.cutAt('commit', 'before-forwarding');
    const attempt = database.transaction(owner, async (transaction) => {
      await transaction.query('insert into kept values ($1)', [2]);
    });
    await expect(attempt).rejects.toThrow(CommitUnknownError);
    expect(await values()).not.toContain(2);
  });

  it('knows nothing happened when the connection breaks before COMMIT', async () => {
    proxy.cutAt('insert', 'after-forwarding');
    const attempt = database.transaction(owner, async (transaction) => {
      await transaction.query('insert into kept values ($1)', [3]);
    });
    await expect(attempt).rejects.toThrow(DatabaseUnavailableError);
    expect(await values()).not.toContain(3);
  });

  it('survives the end of its server process in the middle of a transaction', async () => {
    const attempt = database.transaction(owner, async (transaction) => {
      const [backend] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
      await transaction.query('insert into kept values (4)');
      await run(`select pg_terminate_backend(${backend?.pid}, 5000)`);
      await transaction.query('insert into kept values (5)');
    });
    await expect(attempt).rejects.toThrow(DatabaseUnavailableError);
    expect(await values()).not.toContain(4);
  });

  it('knows nothing happened when the server ends the connection before it reaches COMMIT', async () => {
    const attempt = database.transaction(owner, async (transaction) => {
      void transaction.query('insert into kept values (6)');
      void transaction.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(attempt).rejects.toThrow(DatabaseUnavailableError);
    expect(await values()).not.toContain(6);
  });

  it('survives the end of its idle connections', async () => {
    await Promise.all([values(), values(), values()]);
    await terminateOthers(fresh.url, 'wbpm_test');
    await expect
      .poll(() =>
        values().then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('answered');
  });

  it('listens again after its connection was ended', async () => {
    const heard: string[] = [];
    const stop = await database.listen('wbpm_again', (payload) => heard.push(payload));
    await terminateOthers(fresh.url, 'wbpm_test');
    await expect
      .poll(async () => {
        await run("select pg_notify('wbpm_again', 'hello')").catch(() => undefined);
        return heard.length;
      })
      .toBeGreaterThan(0);
    await stop();
  });

  it('brings a deadlock to a good end for both', async () => {
    let runs = 0;
    const touch = (first: number, second: number) =>
      database.transaction(runtime, async (transaction) => {
        runs += 1;
        await transaction.query('update locks set id = id where id = $1', [first]);
        if (runs <= 2) await sleep(50);
        await transaction.query('update locks set id = id where id = $1', [second]);
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    expect(runs).toBe(3);
  });

  it('lets a statement run again after another node changed its table', async () => {
    await run('create table shapes (a int); insert into shapes values (1)');
    const single = await open(fresh.url, 1);
    const read = () =>
      single.transaction(owner, (transaction) => transaction.query('select * from shapes', []));
    expect(await read()).toEqual([{ a: 1 }]);
    await run('alter table shapes add column b int default 2');
    expect(await read()).toEqual([{ a: 1, b: 2 }]);
    await single.close();
  });

  it('plans a look-up by key each time, and once it was told of statistics only once', async () => {
    const single = await open(fresh.url, 1);
    const sql = 'select id from locks where id = $1';
    const lookUp = (byKey?: true) =>
      single.transaction({ ...runtime, ...(byKey && { byKey }) }, (transaction) =>
        transaction.query(sql, [1]),
      );
    const plans = () =>
      single.transaction(owner, (transaction) =>
        transaction.query(
          'select custom_plans::int, generic_plans::int from pg_prepared_statements where statement = $1',
          [sql],
        ),
      );
    await lookUp(true);
    expect(await plans()).toEqual([{ custom_plans: 1, generic_plans: 0 }]);
    single.keepPlans();
    await lookUp(true);
    await lookUp(true);
    expect(await plans()).toEqual([{ custom_plans: 1, generic_plans: 2 }]);
    await lookUp();
    expect(await plans()).toEqual([{ custom_plans: 2, generic_plans: 2 }]);
    await single.close();
  });

  it('refuses politely when there is no server', async () => {
    await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(DatabaseUnavailableError);
  });

  it('waits five seconds for a connection and then calls the database unavailable', async () => {
    const single = await open(fresh.url, 1);
    const busy = single.transaction(owner, (transaction) => transaction.query('select pg_sleep(6)'));
    await expect(single.transaction(owner, (transaction) => transaction.query('select 1'))).rejects.toThrow(
      DatabaseUnavailableError,
    );
    await busy;
    await single.close();
  });

  it('enforces the statement timeout', async () => {
    const impatient = await openPostgres({
      connectionString: fresh.url,
      poolSize: 1,
      minSize: 0,
      applicationName: 'wbpm_test',
      statementTimeoutMs: 50,
    });
    const attempt = impatient.transaction(runtime, (transaction) => transaction.query('select pg_sleep(10)'));
    await expect(attempt).rejects.toMatchObject({ code: '57014' });
    await impatient.close();
  });
});

async function terminateOthers(url: string, applicationName: string): Promise<void> {
  const administrator = await openPostgres({
    connectionString: url,
    poolSize: 1,
    minSize: 0,
    applicationName: 'administrator',
    statementTimeoutMs: 20_000,
  });
  await administrator.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1 and datname = current_database()',
      [applicationName],
    ),
  );
  await administrator.close();
}
