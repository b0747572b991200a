import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CuttingProxy, openCuttingProxy } from '../testing/cutting-proxy.ts';
import { createPostgres, type FreshPostgres } from '../testing/test-databases.ts';
import { openPostgresListener } from './postgres-listener.ts';

const patience = { askEveryMs: 50, answerWithinMs: 200 };

describe.skipIf(inject('postgresUrl') === null)('a connection that only listens', () => {
  let fresh: FreshPostgres;
  let proxy: CuttingProxy;
  let through: string;
  let notifying: pg.Client;

  beforeAll(async () => {
    fresh = await createPostgres('empty');
    const url = new URL(fresh.url);
    proxy = await openCuttingProxy(Number(url.port));
    url.port = String(proxy.port);
    through = url.href;
    notifying = new pg.Client(fresh.url);
    await notifying.connect();
  });
  afterAll(async () => {
    await notifying.end();
    await proxy.close();
    await fresh.drop();
  });

  it('is opened again after it fell silent, though it breaks nowhere', async () => {
    const listener = openPostgresListener({ connectionString: through }, patience);
    const heard: string[] = [];
    await listener.listen('wbpm_silence', (payload) => heard.push(payload));
    proxy.fallSilent();
    await expect
      .poll(async () => {
        await notifying.query("select pg_notify('wbpm_silence', 'hello')");
        return heard.length;
      })
      .toBeGreaterThan(0);
    await listener.close();
  });

  it('says that something may be missing once it listens again, and not before', async () => {
    const listener = openPostgresListener({ connectionString: through }, patience);
    let gaps = 0;
    const heard: string[] = [];
    const closed = await listener.listen(
      'wbpm_left',
      () => undefined,
      () => {
        throw new Error('Expected nobody to listen here any more');
      },
    );
    await closed();
    await listener.listen(
      'wbpm_gap',
      (payload) => heard.push(payload),
      () => {
        gaps += 1;
      },
    );
    await notifying.query("select pg_notify('wbpm_gap', 'before')");
    await expect.poll(() => heard).toEqual(['before']);
    expect(gaps).toBe(0);
    proxy.fallSilent();
    await expect.poll(() => gaps).toBe(1);
    await notifying.query("select pg_notify('wbpm_gap', 'after')");
    await expect.poll(() => heard).toEqual(['before', 'after']);
    await listener.close();
  });

  it('is closed, and leaves a channel, in spite of a silence', async () => {
    const listener = openPostgresListener({ connectionString: through }, { ...patience, askEveryMs: 60_000 });
    const stop = await listener.listen('wbpm_silence', () => undefined);
    await listener.listen('wbpm_other', () => undefined);
    proxy.fallSilent();
    await expect(stop()).resolves.toBeUndefined();
    await expect(listener.close()).resolves.toBeUndefined();
  });
});
