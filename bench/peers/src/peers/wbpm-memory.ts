import { MemoryEngine } from '@wbpm/engine';
import { completion } from '../commands.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import { modelOf } from '../model-of.ts';
import type { Peer } from '../peer.ts';

/** Our engine with its host in memory. The host keeps ended instances until somebody drops them: we do. */
const peer: Peer = {
  async open({ scenario }) {
    const engine = new MemoryEngine({ now: Date.now(), runScript: none, decide: none });
    const [definition] = engine.deploy([await modelOf(scenario)]);
    if (definition === undefined) throw new Error('Expected a definition');
    let ended = 0;
    return {
      async run() {
        const instance = engine.start(definition, { variables: { order_id: 42 } });
        if ('code' in instance) throw new Error(instance.message);
        // Other callers start theirs meanwhile: as many instances wait at a time as there are callers.
        await Promise.resolve();
        let completed = 0;
        for (;;) {
          const [waiting] = instance.state.awaiting;
          if (waiting === undefined) break;
          const rejection = engine.execute(instance.state.instanceId, completion(scenario, waiting));
          if (rejection !== null) throw new Error(rejection.message);
          completed += 1;
        }
        if (instance.state.status !== 'completed') throw new Error('Expected the end');
        engine.instances.delete(instance.state.instanceId);
        ended += scenario === 'items' ? completed : 1;
      },
      ended: () => Promise.resolve(ended),
      close: () => Promise.resolve(),
    };
  },
};

function none(): never {
  throw new Error('Expected neither script nor decision');
}

answerOrders((order) => measurePeer(peer, order));
