import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database, Parameter, Transaction } from './database.ts';
import { readJournal, readJournalPage } from './journal.ts';
import { ensureJournalMonths } from './journal-months.ts';

const tenantId = 'default';

describe.each(testDatabases)('the months of the journal on %s', (_kind, openFresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await openFresh();
  });
  afterEach(() => database.close());

  const owner = <Row extends object>(sql: string) =>
    database.transaction({ kind: 'owner' }, (transaction) => transaction.query<Row>(sql));

  const write = (instanceId: string, seq: number, at: string) =>
    database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query(
        `INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash)
         VALUES ($1, $2, $3, $3, $4, 'ann', 'completeUserTask', '[{"type":"elementCompleted"}]', ''::bytea)`,
        [tenantId, instanceId, seq, at],
      ),
    );

  const partitions = async (): Promise<string[]> => {
    const rows = await owner<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'wbpm_journal'::regclass ORDER BY 1",
    );
    return rows.map(({ name }) => name);
  };

  it('are made ahead, once, whoever asks', async () => {
    const now = new Date('2031-11-05T10:00:00Z');
    const made = await Promise.all([
      ensureJournalMonths(database, now),
      ensureJournalMonths(database, now),
      ensureJournalMonths(database, now),
    ]);
    const months = [
      'wbpm_journal_2031_11',
      'wbpm_journal_2031_12',
      'wbpm_journal_2032_01',
      'wbpm_journal_2032_02',
    ];
    expect(made.flat().sort()).toEqual(months);
    expect(await partitions()).toEqual(expect.arrayContaining(months));
    expect(await ensureJournalMonths(database, now)).toEqual([]);
  });

  it('take over the rows that were written before they were made', async () => {
    const instanceId = uuidv7();
    await write(instanceId, 1, '2035-01-31T23:59:59.999Z');
    await write(instanceId, 2, '2035-02-01T00:00:00.000Z');
    await write(instanceId, 3, '2041-07-01T00:00:00.000Z');
    expect(await ensureJournalMonths(database, new Date('2035-02-10T00:00:00Z'))).toEqual(
      expect.arrayContaining([
        'wbpm_journal_2035_01',
        'wbpm_journal_2035_02',
        'wbpm_journal_2035_05',
        'wbpm_journal_2041_07',
      ]),
    );
    const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ first_seq: number; partition: string }>(
        'SELECT first_seq, tableoid::regclass::text AS partition FROM wbpm_journal WHERE instance_id = $1 ORDER BY first_seq',
        [instanceId],
      ),
    );
    expect(rows).toEqual([
      { first_seq: 1, partition: 'wbpm_journal_2035_01' },
      { first_seq: 2, partition: 'wbpm_journal_2035_02' },
      { first_seq: 3, partition: 'wbpm_journal_2041_07' },
    ]);
    const journal = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      readJournal(transaction, tenantId, instanceId),
    );
    expect(journal.map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 3]);
  });

  it('are out of reach but through the journal, and bind their owner', async () => {
    await ensureJournalMonths(database, new Date('2031-11-05T10:00:00Z'));
    const open = await owner(
      `SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
       WHERE inhparent = 'wbpm_journal'::regclass
         AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
              OR has_table_privilege('wbpm_api', c.oid, 'select, insert, update, delete')
              OR has_table_privilege('wbpm_runtime', c.oid, 'select, insert, update, delete'))`,
    );
    expect(open).toEqual([]);
  });

  it('are looked into only where an instance can have been', async () => {
    const from = new Date('2031-11-05T10:00:00Z');
    for (let month = 0; month < 24; month += 4) {
      await ensureJournalMonths(database, new Date(Date.UTC(2031, month, 1)));
    }
    const instanceId = uuidv7();
    await write(instanceId, 1, '2031-11-05T10:00:00Z');
    await write(instanceId, 2, '2031-12-24T10:00:00Z');
    const plans: string[] = [];
    const explaining: Transaction = {
      query: <Row extends object>(sql: string, parameters?: readonly Parameter[]) =>
        database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
          const lines = await transaction.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
          plans.push(...lines.map((line) => line['QUERY PLAN']));
          return transaction.query<Row>(sql, parameters);
        }),
    };
    const entries = await readJournalPage(explaining, tenantId, instanceId, {
      after: 0,
      upToSeq: 9,
      limit: 9,
      lifetime: { startTime: from, endTime: new Date('2031-12-24T10:00:00Z') },
    });
    expect(entries.map(({ firstSeq }) => firstSeq)).toEqual([1, 2]);
    const touched = new Set(plans.join().match(/wbpm_journal_(\d{4}_\d\d|default)(?= )/g));
    expect([...touched].sort()).toEqual(['wbpm_journal_2031_11', 'wbpm_journal_2031_12']);
  });
});
