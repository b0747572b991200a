import type { ModdleElement } from '../moddle.ts';
import type { Activity, ActivityType, Work } from './activity.ts';
import { callExtensions } from './write-call.ts';
import { detailsOf } from './write-details.ts';
import { writeForm } from './write-form.ts';
import { jobExtensions, thrownJob } from './write-job.ts';
import { writeLoop } from './write-loop.ts';
import { writeMappings } from './write-mappings.ts';
import { documentation, extensions, fill, onlyTrue, type Writing } from './writing.ts';

export function bpmnTypeOf(type: ActivityType): string {
  if (type === 'eventSubProcess') return 'bpmn:SubProcess';
  return `bpmn:${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}

/** Fills the element of an activity, but for its content, its default flow and what stands around it. */
export function writeActivity(
  activity: Activity,
  element: ModdleElement,
  pointer: string,
  writing: Writing,
): void {
  const work: Partial<Work> = activity;
  fill(element, {
    name: activity.name,
    documentation: documentation(activity.documentation, writing),
    'camunda:asyncBefore': onlyTrue(activity.async_before),
    'camunda:asyncAfter': onlyTrue(activity.async_after),
    'apg:resultsStayLocal': onlyTrue(work.results_stay_local),
    isForCompensation: onlyTrue(work.for_compensation),
    startQuantity: work.start_quantity,
    completionQuantity: work.completion_quantity,
    loopCharacteristics: writeLoop(work.loop, activity.id, `${pointer}/loop`, writing),
    ...detailsOf(activity, pointer, writing),
    extensionElements: extensions(
      [...writeMappings(work, writing), ...extensionsOf(activity, pointer, writing)],
      writing,
    ),
  });
}

function extensionsOf(activity: Activity, pointer: string, writing: Writing): readonly ModdleElement[] {
  switch (activity.type) {
    case 'startEvent':
    case 'userTask':
      return writeForm(activity.form, writing);
    case 'serviceTask':
    case 'sendTask':
    case 'businessRuleTask':
      return jobExtensions(activity.job, writing);
    case 'endEvent':
    case 'intermediateThrowEvent':
      return jobExtensions(thrownJob(activity.throws), writing);
    case 'callActivity':
      return callExtensions(activity, pointer, writing);
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
    case 'task':
    case 'manualTask':
    case 'receiveTask':
    case 'scriptTask':
    case 'exclusiveGateway':
    case 'parallelGateway':
    case 'inclusiveGateway':
    case 'complexGateway':
    case 'eventBasedGateway':
    case 'subProcess':
    case 'eventSubProcess':
    case 'transaction':
    case 'adHocSubProcess':
      return [];
  }
}
