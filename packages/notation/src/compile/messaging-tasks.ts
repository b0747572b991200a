import type { ReceiveTask, SendTask } from '@wbpm/engine';
import { flagOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { jobByIdOf, jobOf } from './job.ts';
import { messageOf } from './message.ts';
import { activityBase } from './node-base.ts';

/** A worker sends the message where a job is written; without either the task is a job under its id. */
export function compileSendTask(node: SourceNode, context: CompileContext): SendTask {
  const base = activityBase(node, context);
  const job = jobOf(node, node.element, context.report);
  if (job !== null) return { ...base, type: 'sendTask', work: { kind: 'job', ...job } };
  const message = messageOf(node.element, node, 'out', context);
  if (message !== null) return { ...base, type: 'sendTask', work: { kind: 'message', ...message } };
  return { ...base, type: 'sendTask', work: { kind: 'job', ...jobByIdOf(node, context.report) } };
}

export function compileReceiveTask(node: SourceNode, context: CompileContext): ReceiveTask {
  return {
    ...activityBase(node, context),
    type: 'receiveTask',
    message: messageOf(node.element, node, 'in', context),
    instantiate: flagOf(node.element, 'instantiate'),
  };
}
