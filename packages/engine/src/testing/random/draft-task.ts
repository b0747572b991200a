import type {
  ActivityNode,
  BusinessRuleTask,
  FlowNode,
  ManualTask,
  SendTask,
} from '../../model/flow-node.ts';
import {
  callActivity,
  feel,
  feelScript,
  javascript,
  literal,
  mapped,
  receiveTask,
  serviceTask,
  task,
  userTask,
} from '../model.ts';
import type { TaskKind } from './block.ts';

/** @param calls what the name of the called process begins with. */
export function taskNode(kind: TaskKind, id: string, calls: string): ActivityNode {
  switch (kind) {
    case 'task':
      return task(id);
    case 'manual':
      return manual(id);
    case 'user':
      return userTask(id);
    case 'assigned':
      return userTask(id, { assignee: literal('ann'), candidateGroups: [literal('sales')] });
    case 'counting':
      return mapped(userTask(id), { inputs: { before: 'n' }, outputs: { n: 'before + 1', last: 'n' } });
    case 'picky':
      return userTask(id, { priority: feel('level') });
    case 'script':
      return feelScript(id, 'n + 1', 'n');
    case 'javascript':
      return javascript(id, '', 'n');
    case 'service':
      return {
        ...serviceTask(id),
        work: { kind: 'expression', expression: feel('n + v'), resultVariable: 'sum' },
      };
    case 'worker':
      return serviceTask(id, { retries: 2, resultVariable: 'n' });
    case 'send':
      return send(id, { kind: 'message', name: literal('m0'), correlationKey: null });
    case 'sendByWorker':
      return send(id, {
        kind: 'job',
        jobType: literal('send'),
        retries: 1,
        headers: {},
        resultVariable: null,
      });
    case 'receive':
      return receiveTask(id, 'm0');
    case 'triggered':
      return receiveTask(id, null);
    case 'rule':
      return rule(id);
    case 'call':
      return { ...callActivity(id, ''), calledElement: feel(`"${calls}" + called`) };
  }
}

const common = (id: string) => {
  const { type: _type, ...rest } = task(id);
  return rest;
};

function manual(id: string): ManualTask {
  return { ...common(id), type: 'manualTask' };
}

function send(id: string, work: SendTask['work']): SendTask {
  return { ...common(id), type: 'sendTask', work };
}

function rule(id: string): BusinessRuleTask {
  return {
    ...common(id),
    type: 'businessRuleTask',
    work: {
      kind: 'decision',
      decisionId: literal('decision'),
      binding: { kind: 'latest' },
      resultVariable: 'n',
      mapResult: 'value',
    },
  };
}

export function resting(node: FlowNode, rests: 'no' | 'before' | 'after' | 'both'): FlowNode {
  return {
    ...node,
    asyncBefore: rests === 'before' || rests === 'both',
    asyncAfter: rests === 'after' || rests === 'both',
  };
}
