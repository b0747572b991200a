import type { Api, ElementBase } from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import { bpmnContext, completeWaits, step } from '../bpmn-context.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import type { Peer } from '../peer.ts';

/** The XML is parsed once. An engine executes its source once at a time, so each instance has its own. */
const peer: Peer = {
  async open({ scenario }) {
    const sourceContext = await bpmnContext(scenario);
    let ended = 0;
    return {
      async run() {
        const engine = new Engine({ sourceContext, variables: { order_id: 42 }, services: { step } });
        const waits: Api<ElementBase>[] = [];
        const listener = {
          emit(event: string, api: Api<ElementBase>) {
            if (event === 'activity.wait') waits.push(api);
          },
        };
        let over = false;
        engine.once('end', () => {
          over = true;
        });
        await engine.execute({ listener });
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
