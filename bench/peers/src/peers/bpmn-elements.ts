import { type Api, Context, Definition, type ElementBase, Environment } from 'bpmn-elements';
import { bpmnContext, completeWaits, step } from '../bpmn-context.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import type { Peer } from '../peer.ts';

/** The elements under bpmn-engine, without it. The XML is parsed once; each instance is a definition of its own. */
const peer: Peer = {
  async open({ scenario }) {
    const source = await bpmnContext(scenario);
    let ended = 0;
    return {
      async run() {
        const environment = new Environment({ variables: { order_id: 42 }, services: { step } });
        const definition = new Definition(Context(source, environment));
        const waits: Api<ElementBase>[] = [];
        let over = false;
        definition.broker.subscribeTmp(
          'event',
          'activity.wait',
          (_key, message, owner) => waits.push(owner.getApi(message)),
          { noAck: true },
        );
        definition.once('leave', () => {
          over = true;
        });
        definition.run();
        await completeWaits(waits);
        if (!over) throw new Error('Expected the end');
        ended += scenario === 'items' ? waits.length : 1;
      },
      ended: () => Promise.resolve(ended),
      close: () => Promise.resolve(),
    };
  },
};

answerOrders((order) => measurePeer(peer, order));
