import type { SimpleDefinition } from '@wbpm/contract';
import { serviceTask, timer, userTask } from '../../src/testing/definitions.ts';

/** A person and a timer at the same time, then a worker. */
export const crash: SimpleDefinition = {
  name: 'crash',
  process_id: 'crash',
  activities: [
    { id: 'start', type: 'startEvent' },
    { id: 'split', type: 'parallelGateway' },
    userTask('ask'),
    timer('wait', 'PT0.3S'),
    { id: 'join', type: 'parallelGateway' },
    // A lease whose answer dies with the server is an attempt that was lost.
    serviceTask('ship', 'ship', { retries: 100 }),
    { id: 'end', type: 'endEvent' },
  ],
  flows: [
    { from: 'start', to: 'split' },
    { from: 'split', to: 'ask' },
    { from: 'split', to: 'wait' },
    { from: 'ask', to: 'join' },
    { from: 'wait', to: 'join' },
    { from: 'join', to: 'ship' },
    { from: 'ship', to: 'end' },
  ],
};
