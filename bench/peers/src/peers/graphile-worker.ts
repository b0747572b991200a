import { Logger, run } from 'graphile-worker';
import { countIn } from '../count-in.ts';
import { createEndings } from '../endings.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import type { Peer } from '../peer.ts';

/** Without a line for every job that succeeded. */
const logger = new Logger(() => (level, message) => {
  if (level === 'error') console.error(message);
});

/** A job alone: added, fetched, handled, completed, which deletes it. */
const peer: Peer = {
  async open({ databaseUrl }) {
    const endings = createEndings();
    const runner = await run({
      preset: {
        worker: {
          connectionString: databaseUrl,
          concurrentJobs: 24,
          maxPoolSize: 25,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
          logger,
        },
      },
      noHandleSignals: true,
      taskList: {
        work: (_payload, { job }) => endings.ended(job.id),
      },
    });
    const left = () => countIn(databaseUrl, 'SELECT count(*) FROM graphile_worker._private_jobs');
    return {
      async run() {
        const { id } = await runner.addJob('work', { order_id: 42, done: true });
        await endings.endOf(id);
      },
      async settle() {
        while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      },
      async ended() {
        return (await left()) === 0 ? endings.count() : Number.NaN;
      },
      close: () => runner.stop(),
    };
  },
};

answerOrders((order) => measurePeer(peer, order));
