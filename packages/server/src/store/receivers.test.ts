import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database } from './database.ts';
import type { PublishedMessage, Sender } from './effect.ts';
import { findReceivers, signalReceivers } from './receivers.ts';

const tenantId = 'default';

describe.each(testDatabases)('receivers on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  const query = (sql: string, ...parameters: (string | null | boolean)[]) =>
    database.transaction({ kind: 'runtime' }, (transaction) => transaction.query(sql, parameters));

  async function instance(
    more: { businessKey?: string; conversationId?: string; parentId?: string } = {},
  ): Promise<string> {
    const id = uuidv7();
    await query(
      `INSERT INTO wbpm_process_instances
         (tenant_id, instance_id, process_definition_id, process_id, version, business_key, status, sequence,
          journal_hash, started_by, start_time, conversation_id, parent_instance_id)
       VALUES ('default', $1, $1, 'p', 1, $2, 'active', 1, ''::bytea, 'ann', now(), $3, $4)`,
      id,
      more.businessKey ?? null,
      more.conversationId ?? null,
      more.parentId ?? null,
    );
    return id;
  }

  async function waits(
    instanceId: string,
    name: string,
    correlationKey: string | null = null,
    kind: 'message' | 'signal' = 'message',
  ): Promise<string> {
    const id = uuidv7();
    await query(
      `INSERT INTO wbpm_event_subscriptions
         (tenant_id, subscription_id, instance_id, element_id, host_id, trigger_index, kind, name, correlation_key)
       VALUES ('default', $1, $2, 'e', $2, 0, $3, $4, $5)`,
      id,
      instanceId,
      kind,
      name,
      correlationKey,
    );
    return id;
  }

  async function receiverOf(message: Partial<PublishedMessage>, excluded: string[] = []) {
    const [found] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      findReceivers(transaction, [
        {
          lookupId: 'one',
          tenantId,
          excluded,
          message: {
            messageId: uuidv7(),
            name: 'm',
            correlationKey: null,
            variables: {},
            businessKey: null,
            instanceId: null,
            correlation: [],
            sender: null,
            ...message,
          },
        },
      ]),
    );
    return found?.subscriptionId ?? null;
  }

  it('take a message whose correlation key is theirs, or any when they have none', async () => {
    const one = await waits(await instance(), 'keys', 'a');
    expect(await receiverOf({ name: 'keys', correlationKey: 'b' })).toBeNull();
    expect(await receiverOf({ name: 'keys' })).toBeNull();
    expect(await receiverOf({ name: 'keys', correlationKey: 'a' })).toBe(one);
    const any = await waits(await instance(), 'keys');
    expect(await receiverOf({ name: 'keys', correlationKey: 'b' })).toBe(any);
    expect(await receiverOf({ name: 'keys', correlationKey: 'a' })).toBe(one);
    expect(await receiverOf({ name: 'keys', correlationKey: 'a' }, [one])).toBe(any);
    expect(await receiverOf({ name: 'other' })).toBeNull();
  });

  it('are narrowed down by business key, instance and variables', async () => {
    const [first, second] = [await instance({ businessKey: 'A' }), await instance({ businessKey: 'B' })];
    const [one, two] = [await waits(first, 'narrow'), await waits(second, 'narrow')];
    expect(await receiverOf({ name: 'narrow', businessKey: 'B' })).toBe(two);
    expect(await receiverOf({ name: 'narrow', instanceId: second })).toBe(two);
    expect(await receiverOf({ name: 'narrow' })).toBe(one);
    await query(
      `INSERT INTO wbpm_variables (tenant_id, instance_id, scope_id, name, value, text_value, number_value)
       VALUES ('default', $1, $1, 'amount', '5', NULL, 5), ('default', $1, $1, 'open', 'true', 'true', NULL),
              ('default', $1, $1, 'nothing', 'null', NULL, NULL)`,
      second,
    );
    const matching = (value: string | number | boolean | null, name = 'amount') =>
      receiverOf({ name: 'narrow', correlation: [{ name, value }] });
    expect(await matching(5)).toBe(two);
    expect(await matching('5')).toBeNull();
    expect(await matching(true, 'open')).toBe(two);
    expect(await matching('true', 'open')).toBeNull();
    expect(await matching(null, 'nothing')).toBe(two);
    await query(
      `INSERT INTO wbpm_variables (tenant_id, instance_id, scope_id, name, value, text_value, value_sha256, value_bytes)
       VALUES ('default', $1, $1, 'large', 'null', 'begins', sha256('x'), 100000)`,
      second,
    );
    expect(await matching(null, 'large')).toBeNull();
    expect(await matching('begins', 'large')).toBeNull();
    expect(await matching(5, 'unknown')).toBeNull();
  });

  it('are preferred in the conversation of the sender', async () => {
    const sender = (id: string): Sender => ({
      instanceId: id,
      parentInstanceId: null,
      businessKey: 'order',
      conversationId: id,
    });
    const from = await instance();
    await waits(await instance(), 'talk');
    const keyed = await waits(await instance({ businessKey: 'order' }), 'talk');
    expect(await receiverOf({ name: 'talk', sender: sender(from) })).toBe(keyed);
    const partner = await waits(await instance({ conversationId: from }), 'reply');
    await waits(await instance(), 'reply');
    expect(await receiverOf({ name: 'reply', sender: sender(from) })).toBe(partner);
    await waits(await instance(), 'child');
    const child = await waits(await instance({ parentId: from }), 'child');
    expect(await receiverOf({ name: 'child', sender: sender(from) })).toBe(child);
  });

  it('rest with their instance', async () => {
    const id = await waits(await instance(), 'resting');
    await query('UPDATE wbpm_event_subscriptions SET is_active = false WHERE subscription_id = $1', id);
    expect(await receiverOf({ name: 'resting' })).toBeNull();
  });

  it('of a signal come page by page, those of the beginning only', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.push(await waits(await instance(), 'sig', null, 'signal'));
    const page = (after: string | null, limit: number, openedUntil = new Date(Date.now() + 60_000)) =>
      database.transaction({ kind: 'runtime' }, (transaction) =>
        signalReceivers(
          transaction,
          tenantId,
          { name: 'sig', instanceId: null, sender: null },
          { openedUntil, after, limit },
        ),
      );
    const first = await page(null, 2);
    expect(first.map(({ subscriptionId }) => subscriptionId)).toEqual(ids.slice(0, 2));
    expect((await page(ids[1] ?? null, 2)).map(({ subscriptionId }) => subscriptionId)).toEqual([ids[2]]);
    expect(await page(null, 2, new Date(0))).toEqual([]);
  });
});
