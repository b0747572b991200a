import type { ActivityNode, Binding, CalledDecision, CallVariables, NodeOf, ServiceTask } from '@wbpm/engine';
import type { Activity, ActivityOf } from './activity.ts';
import { jobFrom, messageFrom, passedFrom } from './read-event.ts';
import { formFrom } from './read-form.ts';
import { type ReadingAround, working } from './read-node.ts';
import { onlyIf, optionalText } from './reading.ts';
import { expressionTextOf } from './written-text.ts';

/** A compiled activity in the words of the document. */
export function workFrom(node: ActivityNode, around: ReadingAround): Activity {
  const work = working(node, around);
  switch (node.type) {
    case 'task':
    case 'manualTask':
      return { ...work, type: node.type };
    case 'userTask':
      return { ...work, type: node.type, ...peopleOf(node, around), ...formFrom(node.form) };
    case 'serviceTask':
      return { ...work, type: node.type, ...jobOrExpression(node.work) };
    case 'businessRuleTask':
      return node.work.kind === 'decision'
        ? { ...work, type: node.type, ...decisionFrom(node.work) }
        : { ...work, type: node.type, ...jobOrExpression(node.work) };
    case 'sendTask':
      return node.work.kind === 'job'
        ? { ...work, type: node.type, ...jobOrExpression(node.work) }
        : { ...work, type: node.type, message: messageFrom(node.work) };
    case 'receiveTask':
      return {
        ...work,
        type: node.type,
        message: node.message === null ? undefined : messageFrom(node.message),
        instantiate: onlyIf(node.instantiate),
      };
    case 'scriptTask':
      return {
        ...work,
        type: node.type,
        script_language: node.language === 'javascript' ? undefined : node.language,
        script: node.source,
        result_variable: node.resultVariable ?? undefined,
      };
    case 'callActivity':
      return {
        ...work,
        type: node.type,
        called_process: expressionTextOf(node.calledElement),
        binding: bindingFrom(node.binding),
        business_key: optionalText(node.businessKey),
        pass_in: passesNothing(node.passIn) ? undefined : passedFrom(node.passIn),
        pass_out: passesNothing(node.passOut) ? undefined : passedFrom(node.passOut),
        out_local: onlyIf(node.outLocal),
        out_when_thrown: onlyIf(node.outWhenThrown),
      };
    case 'adHocSubProcess':
      return {
        ...work,
        ...around.contentOf(node.id),
        type: node.type,
        ordering: node.ordering === 'sequential' ? node.ordering : undefined,
        completion_condition: optionalText(node.completionCondition),
        cancel_remaining: node.cancelRemainingInstances ? undefined : false,
        active_elements: optionalText(node.activeElements),
      };
    case 'subProcess':
    case 'eventSubProcess':
    case 'transaction':
      return { ...work, ...around.contentOf(node.id), type: node.type };
  }
}

function peopleOf(node: NodeOf<'userTask'>, around: ReadingAround) {
  const { assignee, candidateUsers: users, candidateGroups: groups } = node;
  const [group, ...others] = groups;
  const isImplied =
    assignee === null &&
    users.length === 0 &&
    others.length === 0 &&
    group?.language === 'literal' &&
    group.source === around.impliedGroupOf(node.id);
  return {
    assignee: optionalText(assignee),
    candidate_users: users.length === 0 ? undefined : users.map(expressionTextOf),
    candidate_groups: isImplied || groups.length === 0 ? undefined : groups.map(expressionTextOf),
    due_date: optionalText(node.dueDate),
    priority: optionalText(node.priority),
    duration: node.duration ?? undefined,
    sla: node.sla ?? undefined,
  };
}

function jobOrExpression(work: ServiceTask['work']) {
  const resultVariable = { result_variable: work.resultVariable ?? undefined };
  return work.kind === 'job'
    ? { job: jobFrom(work), ...resultVariable }
    : { expression: expressionTextOf(work.expression), ...resultVariable };
}

function decisionFrom({ decisionId, binding, resultVariable, mapResult }: CalledDecision) {
  return {
    decision: expressionTextOf(decisionId),
    binding: bindingFrom(binding),
    map_result: mapResult === 'value' ? undefined : mapResult,
    result_variable: resultVariable ?? undefined,
  };
}

function bindingFrom(binding: Binding): ActivityOf<'callActivity'>['binding'] {
  switch (binding.kind) {
    case 'latest':
      return undefined;
    case 'deployment':
      return 'deployment';
    case 'version':
      return { version: expressionTextOf(binding.version) };
    case 'versionTag':
      return { version_tag: expressionTextOf(binding.tag) };
  }
}

function passesNothing({ every, mappings, localMappings = [] }: CallVariables): boolean {
  return every === 'none' && mappings.length + localMappings.length === 0;
}
