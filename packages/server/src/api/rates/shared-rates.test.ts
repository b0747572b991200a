import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openNetwork } from '../../../test/faults/network.ts';
import { Refusal } from '../../access/refusal.ts';
import { redisConnection } from '../../store/redis-connection.ts';
import { eventually } from '../../testing/eventually.ts';
import { hasRedis, startRedis, type TestRedis } from '../../testing/redis-server.ts';
import { createRates, type Rates } from './rates.ts';

const settings = { perUser: 20, burst: 20, perTenant: 0 };

function isRefused(coming: Promise<void>): Promise<boolean> {
  return coming.then(
    () => false,
    (error: unknown) => {
      if (error instanceof Refusal) return true;
      throw error;
    },
  );
}

describe.runIf(hasRedis())('the rates of nodes that share a Redis', () => {
  let redis: TestRedis;
  let users = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  async function openNode(port = redis.port): Promise<{ rates: Rates; connection: Redis }> {
    const connection = await redisConnection(`redis://127.0.0.1:${port}`, () => undefined);
    const rates = createRates(settings, connection);
    onTestFinished(() => {
      rates.close();
      connection.disconnect();
    });
    await eventually(
      () => Promise.resolve(connection.status),
      (status) => status === 'ready',
    );
    return { rates, connection };
  }

  function newUser() {
    users += 1;
    return { tenantId: 'acme', userId: `user${users}` };
  }

  /** Sends what one second allows; answers how much of it was refused. */
  async function spend(rates: Rates, user: ReturnType<typeof newUser>): Promise<number> {
    let refused = 0;
    for (let time = 0; time < settings.perUser; time += 1) {
      if (await isRefused(rates.request(user))) refused += 1;
    }
    return refused;
  }

  it('add up', async () => {
    const [one, other] = [await openNode(), await openNode()];
    // Both nodes hear of it as long as the second lasts: a slow machine takes another user.
    const refused = await eventually(
      async () => {
        const user = newUser();
        await spend(one.rates, user);
        const asked = [];
        for (let time = 0; time < 5; time += 1) {
          asked.push(await isRefused(other.rates.request(user)));
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
        return asked;
      },
      (asked) => asked.includes(true),
    );
    expect(refused[0]).toBe(false);
  });

  it('add up for those who log in', async () => {
    const [one, other] = [await openNode(), await openNode()];
    for (let time = 0; time < 10; time += 1) await one.rates.login('acme:shared');
    await other.rates.loggedIn('acme:shared', null);
    expect(await isRefused(other.rates.login('acme:shared'))).toBe(false);
    expect(await isRefused(other.rates.login('acme:shared'))).toBe(true);
    expect(await isRefused(one.rates.login('acme:shared'))).toBe(true);
  });

  it('are those of each node while Redis has forgotten, is slow, silent or gone', async () => {
    const network = await openNetwork(redis.port, () => 0.5);
    onTestFinished(() => network.close());
    const { rates } = await openNode(network.port);
    redis.flushAll();
    expect(await spend(rates, newUser())).toBe(0);
    for (const condition of [
      { kind: 'slow', meanMs: 5000, jitterMs: 0 },
      { kind: 'silent' },
      { kind: 'down' },
    ] as const) {
      network.become(condition);
      const user = newUser();
      expect(await spend(rates, user)).toBe(0);
      // Each node still holds back who comes too often, and counts who fails to log in.
      expect(await isRefused(rates.request(user))).toBe(true);
      const key = `acme:${condition.kind}`;
      let refused = 0;
      for (let time = 0; time < 12; time += 1) if (await isRefused(rates.login(key))) refused += 1;
      expect(refused).toBe(2);
    }
    network.become({ kind: 'good' });
    expect(await spend(rates, newUser())).toBe(0);
  });
});
