import type { Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';
import { evaluateWork, leaveToWorker } from './work.ts';

export const serviceTask: Behaviour<'serviceTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    switch (work.kind) {
      case 'job':
        return leaveToWorker(turn, work, element);
      case 'expression':
        return evaluateWork(turn, node, work, element);
    }
  },
  leave: conditionalSplit,
};
