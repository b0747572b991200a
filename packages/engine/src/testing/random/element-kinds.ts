import type { FlowNode } from '../../model/flow-node.ts';

/** What an element is, as finely as its semantics differ: one element may be of several kinds. */
export function kindsOf(node: FlowNode): readonly string[] {
  const kinds: string[] = [node.type];
  if (node.asyncBefore) kinds.push('asyncBefore');
  if (node.asyncAfter) kinds.push('asyncAfter');
  if ('work' in node) kinds.push(`${node.type} by ${node.work.kind}`);
  if (node.type === 'scriptTask') kinds.push(`${node.type} in ${node.language}`);
  if (node.type === 'receiveTask' && node.message === null) kinds.push('receiveTask without message');
  if (node.type === 'eventBasedGateway') return kinds;
  if ('throws' in node) {
    for (const thrown of node.throws) kinds.push(`${node.type} throws ${thrown.kind}`);
    if (node.throws.length > 1) kinds.push(`${node.type} throws several`);
    for (const thrown of node.throws) {
      if (thrown.kind !== 'compensation') continue;
      if (thrown.activityId !== null) kinds.push('compensation of one activity');
      if (!thrown.waitForCompletion) kinds.push('compensation beside');
    }
  }
  if ('triggers' in node) kinds.push(...catchingKinds(node));
  if ('loop' in node) kinds.push(...activityKinds(node));
  return kinds;
}

function catchingKinds(node: Extract<FlowNode, { readonly triggers: unknown }>): readonly string[] {
  const way = 'interrupting' in node && !node.interrupting ? 'beside' : 'interrupting';
  const what = node.type === 'intermediateCatchEvent' ? node.type : `${node.type} ${way}`;
  if (node.triggers.length === 0) return [];
  if (node.triggers.length > 1) return [`${what} on ${node.parallelMultiple ? 'all' : 'any'} of several`];
  return node.triggers.map(({ kind }) => `${what} on ${kind}`);
}

function activityKinds(node: Extract<FlowNode, { readonly loop: unknown }>): readonly string[] {
  const kinds: string[] = [];
  const { loop } = node;
  const isScope =
    node.type === 'subProcess' || node.type === 'transaction' || node.type === 'adHocSubProcess';
  const what = isScope ? node.type : 'task';
  if (node.forCompensation) kinds.push(`${isScope ? 'subProcess' : 'task'} that undoes`);
  if (loop?.kind === 'standard') kinds.push(`${what} in a standard loop`);
  if (loop?.kind === 'multiInstance') {
    kinds.push(`${what} in ${loop.sequential ? 'sequential' : 'parallel'} multi-instance`);
    kinds.push(`multi-instance by ${loop.collection === null ? 'cardinality' : 'collection'}`);
    if (loop.completionCondition !== null) kinds.push('multi-instance with completion condition');
    if (loop.outputCollection !== null) kinds.push('multi-instance with output collection');
    for (const { throws } of loop.behaviorEvents) kinds.push(`multi-instance tells ${throws.kind}`);
  }
  if (node.type === 'adHocSubProcess') {
    kinds.push(`${node.ordering} ad-hoc`);
    if (node.completionCondition !== null) kinds.push('ad-hoc with completion condition');
    if (node.activeElements !== null) kinds.push('ad-hoc that activates');
  }
  return kinds;
}
