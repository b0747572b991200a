import { PgBoss } from 'pg-boss';
import { countIn } from '../count-in.ts';
import { createEndings } from '../endings.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import type { Peer } from '../peer.ts';

const queue = 'work';

/** A job alone: sent, fetched, handled, completed. */
const peer: Peer = {
  async open({ databaseUrl }) {
    const boss = new PgBoss({ connectionString: databaseUrl, max: 20, useListenNotify: true });
    boss.on('error', (error) => {
      throw error;
    });
    await boss.start();
    await boss.createQueue(queue, { notify: true });
    const endings = createEndings();
    await boss.work(
      queue,
      { batchSize: 500, localConcurrency: 2, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
      (jobs) => {
        for (const { id } of jobs) endings.ended(id);
        return Promise.resolve();
      },
    );
    const completed = () => countIn(databaseUrl, "SELECT count(*) FROM pgboss.job WHERE state = 'completed'");
    return {
      async run() {
        const id = await boss.send(queue, { order_id: 42, done: true });
        if (id === null) throw new Error('Expected a job');
        await endings.endOf(id);
      },
      async settle() {
        while ((await completed()) < endings.count()) await new Promise((resolve) => setTimeout(resolve, 5));
      },
      ended: completed,
      close: () => boss.stop({ graceful: false }),
    };
  },
};

answerOrders((order) => measurePeer(peer, order));
