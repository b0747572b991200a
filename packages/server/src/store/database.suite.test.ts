import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database, Parameter, Scope } from './database.ts';

const owner: Scope = { kind: 'owner' };
const runtime: Scope = { kind: 'runtime' };
const acme: Scope = { kind: 'tenant', tenantId: 'acme' };
const globex: Scope = { kind: 'tenant', tenantId: 'globex' };

const scratchTables = `
  create table notes (tenant_id text not null, id int not null, body text, primary key (tenant_id, id));
  alter table notes enable row level security;
  alter table notes force row level security;
  create policy tenant on notes to wbpm_api using (tenant_id = current_setting('app.tenant_id'));
  grant select, insert, update, delete on notes to wbpm_api;
  create table counters (id int primary key, value int not null, check (value < 1000));
  create table late_checks (id int unique deferrable initially deferred);
  insert into counters values (1, 0), (2, 0);
  grant select, update on counters to wbpm_runtime;`;

const insertNote = 'insert into notes (tenant_id, id, body) values ($1, $2, $3)';

describe.each(testDatabases)('a database on %s', (kind, openFresh) => {
  let database: Database;

  beforeAll(async () => {
    database = await openFresh();
    await database.transaction(owner, (transaction) => transaction.query(scratchTables));
  });
  afterAll(() => database.close());

  const ids = (scope: Scope) =>
    database.transaction(scope, async (transaction) => {
      const rows = await transaction.query<{ id: number }>('select id from notes order by id');
      return rows.map(({ id }) => id);
    });
  /** The only column of the only row. */
  const one = async (sql: string, parameters?: readonly Parameter[]): Promise<unknown> => {
    const [row] = await database.transaction(owner, (transaction) => transaction.query(sql, parameters));
    return row === undefined ? undefined : Object.values(row)[0];
  };

  it('keeps what a transaction wrote', async () => {
    const answer = await database.transaction(acme, async (transaction) => {
      await transaction.query(insertNote, ['acme', 1, 'first']);
      return 'done';
    });
    expect(answer).toBe('done');
    expect(await ids(acme)).toContain(1);
  });

  it('keeps statements nobody awaited', async () => {
    await database.transaction(acme, async (transaction) => {
      void transaction.query(insertNote, ['acme', 2, null]);
      void transaction.query(insertNote, ['acme', 3, null]);
    });
    expect(await ids(acme)).toEqual(expect.arrayContaining([2, 3]));
  });

  it('keeps nothing when the work throws', async () => {
    const attempt = database.transaction(acme, async (transaction) => {
      await transaction.query(insertNote, ['acme', 10, null]);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await ids(acme)).not.toContain(10);
  });

  it('fails every statement behind a failed one with the same error', async () => {
    const outcomes: PromiseSettledResult<object[]>[] = [];
    const attempt = database.transaction(acme, async (transaction) => {
      outcomes.push(
        ...(await Promise.allSettled([
          transaction.query(insertNote, ['acme', 11, null]),
          transaction.query('select 1 / $1::int', [0]),
          transaction.query(insertNote, ['acme', 12, null]),
        ])),
      );
    });
    await expect(attempt).rejects.toThrow('division by zero');
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes.slice(1)).toEqual([outcomes[1], outcomes[1]]);
    expect(await ids(acme)).not.toContain(11);
  });

  it('reports the failure of a statement nobody awaited', async () => {
    const attempt = database.transaction(acme, async (transaction) => {
      void transaction.query(insertNote, ['acme', 13, null]);
      void transaction.query(insertNote, ['acme', 13, null]);
    });
    await expect(attempt).rejects.toMatchObject({ code: '23505' });
    expect(await ids(acme)).not.toContain(13);
  });

  it('commits nothing when the work swallows a failure', async () => {
    const attempt = database.transaction(acme, async (transaction) => {
      await transaction.query(insertNote, ['acme', 14, null]);
      await transaction.query('select 1 / $1::int', [0]).catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow('division by zero');
    expect(await ids(acme)).not.toContain(14);
  });

  it('refuses a parameter that cannot be written, and commits nothing', async () => {
    const attempt = database.transaction(acme, async (transaction) => {
      void transaction.query(insertNote, ['acme', 15, null]);
      void transaction.query(insertNote, ['acme', 16, new Date(Number.NaN)]);
    });
    await expect(attempt).rejects.toThrow(RangeError);
    expect(await ids(acme)).not.toContain(15);
  });

  it('reports what COMMIT itself refuses, and serves on', async () => {
    const attempt = database.transaction(owner, (transaction) =>
      transaction.query('insert into late_checks values (1), (1)'),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23505' });
    expect(await one('select 1 as value')).toBe(1);
  });

  it('refuses statements after the end of their transaction', async () => {
    const leaked = await database.transaction(acme, async (transaction) => ({ transaction }));
    await expect(leaked.transaction.query('select 1')).rejects.toThrow('it has ended');
  });

  it('shows a tenant its own rows only', async () => {
    await database.transaction(globex, (transaction) => transaction.query(insertNote, ['globex', 20, null]));
    expect(await ids(globex)).toEqual([20]);
    expect(await ids(acme)).not.toContain(20);
  });

  it('refuses to write for another tenant', async () => {
    const attempt = database.transaction(globex, (transaction) =>
      transaction.query(insertNote, ['acme', 21, null]),
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('takes a tenant id as a value, whatever it contains', async () => {
    const tenantId = "o'neill\\'; set local role postgres; --";
    const seen = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      transaction.query("select current_setting('app.tenant_id') as tenant, current_user::text as role"),
    );
    expect(seen).toEqual([{ tenant: tenantId, role: 'wbpm_api' }]);
  });

  it('keeps each role to its own tables', async () => {
    const runtimeReadsNotes = database.transaction(runtime, (transaction) =>
      transaction.query('select * from notes'),
    );
    await expect(runtimeReadsNotes).rejects.toMatchObject({ code: '42501' });
    const tenantReadsCounters = database.transaction(acme, (transaction) =>
      transaction.query('select * from counters'),
    );
    await expect(tenantReadsCounters).rejects.toMatchObject({ code: '42501' });
  });

  it('leaves neither role nor tenant behind for the next transaction', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ids(acme)));
    const rows = await Promise.all(
      Array.from({ length: 10 }, () =>
        database.transaction(owner, (transaction) =>
          transaction.query<{ role: string; tenant: string | null }>(
            "select current_user::text as role, nullif(current_setting('app.tenant_id', true), '') as tenant",
          ),
        ),
      ),
    );
    expect(rows.flat()).toEqual(Array.from({ length: 10 }, () => ({ role: 'postgres', tenant: null })));
  });

  it('reads each type the same way', async () => {
    const [row] = await database.transaction(owner, (transaction) =>
      transaction.query(`select 42::bigint as small, 9007199254740993::bigint as large, 1.50::numeric as exact,
        2.5::float8 as float, true as yes, null::text as nothing, 'plain'::varchar as text,
        '{"a":[1,null]}'::json as json, '"x"'::jsonb as jsonb, '\\x00ff'::bytea as bytes,
        '2026-02-03 04:05:06.789+02'::timestamptz as time, '2026-02-03'::date as day,
        array['a', null, 'b,"c"'] as texts, array[1, 2]::bigint[] as numbers, '{{1,2},{3,4}}'::int[] as matrix,
        array['2026-01-01T00:00:00Z'::timestamptz] as times, array['{"a":1}'::json] as documents,
        array[true, false] as bits, '{}'::uuid[] as ids`),
    );
    expect(row).toEqual({
      small: 42,
      large: 9007199254740993n,
      exact: '1.50',
      float: 2.5,
      yes: true,
      nothing: null,
      text: 'plain',
      json: { a: [1, null] },
      jsonb: 'x',
      bytes: new Uint8Array([0, 255]),
      time: new Date('2026-02-03T02:05:06.789Z'),
      day: '2026-02-03',
      texts: ['a', null, 'b,"c"'],
      numbers: [1, 2],
      matrix: [
        [1, 2],
        [3, 4],
      ],
      times: [new Date('2026-01-01T00:00:00Z')],
      documents: [{ a: 1 }],
      bits: [true, false],
      ids: [],
    });
  });

  it('carries every text through an array unchanged', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      '{}',
      '{a,b}',
      ',',
      '"',
      '\\',
      '\\"',
      '""',
      "'",
      "o''neill",
      'a\nb\tc\r',
      '$1',
      '\u0001',
      'grüße',
      '日本語',
      '👩‍👩‍👧',
      '\u2028',
      null,
      '{"json":"\\"x\\""}',
      'x'.repeat(100_000),
    ];
    expect(await one('select $1::text[] as value', [texts])).toEqual(texts);
    expect(await one('select array_agg(v) as value from unnest($1::text[]) as v', [texts])).toEqual(texts);
  });

  it('takes numbers, booleans, dates, nested and empty arrays as parameters', async () => {
    const now = new Date('2026-05-06T07:08:09.012Z');
    expect(await one('select $1::timestamptz as value', [now])).toEqual(now);
    expect(await one('select $1::timestamptz[] as value', [[now, null]])).toEqual([now, null]);
    expect(await one('select $1::bool[] as value', [[true, false]])).toEqual([true, false]);
    expect(await one('select $1::float8[] as value', [[1.5, -2e-7]])).toEqual([1.5, -2e-7]);
    expect(await one('select $1::int[] as value', [[]])).toEqual([]);
    expect(await one('select $1::text[] as value', [[['a'], ['"']]])).toEqual([['a'], ['"']]);
    expect(await one('select $1::bool as value', [false])).toBe(false);
  });

  it('writes ten thousand rows from arrays in one statement', async () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => 1_000_000 + index);
    await database.transaction(acme, (transaction) =>
      transaction.query(
        'insert into notes (tenant_id, id, body) select $1, id, body from unnest($2::int[], $3::text[]) as n(id, body)',
        ['acme', numbers, numbers.map((number) => `note "${number}"`)],
      ),
    );
    const [row] = await database.transaction(acme, (transaction) =>
      transaction.query('select count(*) as count, min(body) as first from notes where id >= 1000000'),
    );
    expect(row).toEqual({ count: 10_000, first: 'note "1000000"' });
  });

  it('carries a value of many megabytes both ways', async () => {
    const value = 'wbpm'.repeat(4_000_000);
    expect((await one('select $1::text as value', [value])) === value).toBe(true);
  });

  it('serves fifty transactions at once without losing an update', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        database.transaction(runtime, async (transaction) => {
          await transaction.query('select value from counters where id = $1 for update', [1]);
          await transaction.query('update counters set value = value + 1 where id = $1', [1]);
        }),
      ),
    );
    expect(await one('select value from counters where id = 1')).toBe(50);
  });

  it('runs several statements in one text when there are no parameters', async () => {
    expect(await one('select 1 as value; select 2 as value')).toBe(2);
  });

  it('delivers what is notified to each listener, until it stops', async () => {
    const heard: string[] = [];
    let wake: () => void = () => undefined;
    const listen = () =>
      database.listen('wbpm_test', (payload) => {
        heard.push(payload);
        wake();
      });
    const notify = async (payload: string) => {
      const arrived = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await database.transaction(acme, (transaction) =>
        transaction.query('select pg_notify($1, $2)', ['wbpm_test', payload]),
      );
      return arrived;
    };
    const stop = await listen();
    await notify('one');
    await stop();
    const stopAgain = await listen();
    await notify("it's two");
    await stopAgain();
    expect(heard).toEqual(['one', "it's two"]);
  });

  it('notifies nobody of a transaction that rolled back', async () => {
    const heard: string[] = [];
    const stop = await database.listen('wbpm_rollback', (payload) => heard.push(payload));
    await database
      .transaction(acme, async (transaction) => {
        await transaction.query("select pg_notify('wbpm_rollback', 'never')");
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    const arrived = new Promise<void>((resolve) => {
      void database
        .listen('wbpm_rollback', () => resolve())
        .then(() =>
          database.transaction(acme, (transaction) =>
            transaction.query("select pg_notify('wbpm_rollback', 'after')"),
          ),
        );
    });
    await arrived;
    await stop();
    expect(heard).toEqual(['after']);
  });

  it('tells how many connections it holds', async () => {
    await ids(acme);
    const { size, available } = database.poolSize();
    expect(size).toBeGreaterThanOrEqual(1);
    expect(available).toBeLessThanOrEqual(size);
    expect(database.durability).toBe(kind === 'postgres' ? 'power-loss' : 'process-crash');
  });
});
