import type { ModdleElement } from '../moddle.ts';
import type { Activity, ActivityOf } from './activity.ts';
import type { Job, Throw, Trigger } from './event.ts';
import { bindingProperties, callProperties } from './write-call.ts';
import { writeMessage, writeThrow, writeTrigger } from './write-event.ts';
import { thrownJob } from './write-job.ts';
import { writePeople } from './write-people.ts';
import { attribute, formal, onlyTrue, type Properties, type Writing } from './writing.ts';

/** The properties that make an element the kind it is. */
export function detailsOf(activity: Activity, pointer: string, writing: Writing): Properties {
  const text = (value: Parameters<typeof attribute>[0], key: string) =>
    attribute(value, `${pointer}/${key}`, writing);
  switch (activity.type) {
    case 'startEvent':
      return {
        ...catching(activity, pointer, writing),
        isInterrupting: activity.interrupting === false ? false : null,
        'camunda:formKey': text(activity.form_key, 'form_key'),
      };
    case 'intermediateCatchEvent':
      return catching(activity, pointer, writing);
    case 'boundaryEvent':
      return {
        ...catching(activity, pointer, writing),
        attachedToRef: writing.elements.get(activity.attached_to),
        cancelActivity: activity.interrupting === false ? false : null,
      };
    case 'endEvent':
    case 'intermediateThrowEvent':
      return throwing(activity.throws ?? [], pointer, writing);
    case 'userTask':
      return writePeople(activity, pointer, writing);
    case 'serviceTask':
      return {
        ...job(activity.job, pointer, writing),
        'camunda:expression': text(activity.expression, 'expression'),
        'camunda:resultVariable': activity.result_variable,
      };
    case 'sendTask':
      return {
        ...job(activity.job, pointer, writing),
        ...message(activity, pointer, writing),
        'camunda:resultVariable': activity.result_variable,
      };
    case 'receiveTask':
      return { ...message(activity, pointer, writing), instantiate: onlyTrue(activity.instantiate) };
    case 'scriptTask':
      return {
        scriptFormat: activity.script_language ?? 'javascript',
        script: activity.script,
        'camunda:resultVariable': activity.result_variable,
      };
    case 'businessRuleTask':
      return { ...job(activity.job, pointer, writing), ...decision(activity, pointer, writing) };
    case 'callActivity':
      return callProperties(activity, pointer, writing);
    case 'complexGateway':
      return {
        activationCondition: formal(
          activity.activation_condition,
          `${pointer}/activation_condition`,
          writing,
        ),
      };
    case 'eventBasedGateway':
      return {
        instantiate: onlyTrue(activity.instantiate),
        eventGatewayType: activity.parallel === true ? 'Parallel' : null,
      };
    case 'eventSubProcess':
      return { triggeredByEvent: true };
    case 'adHocSubProcess':
      return {
        ordering: activity.ordering === 'sequential' ? 'Sequential' : null,
        cancelRemainingInstances: activity.cancel_remaining === false ? false : null,
        completionCondition: formal(
          activity.completion_condition,
          `${pointer}/completion_condition`,
          writing,
        ),
        'apg:activeElements': text(activity.active_elements, 'active_elements'),
      };
    case 'task':
    case 'manualTask':
    case 'exclusiveGateway':
    case 'parallelGateway':
    case 'inclusiveGateway':
    case 'subProcess':
    case 'transaction':
      return {};
  }
}

interface Catching {
  readonly triggers?: readonly Trigger[] | undefined;
  readonly parallel_multiple?: boolean | undefined;
}

function catching({ triggers = [], parallel_multiple: all }: Catching, pointer: string, writing: Writing) {
  return {
    parallelMultiple: onlyTrue(all),
    eventDefinitions: listed(
      triggers.map((trigger, index) => writeTrigger(trigger, `${pointer}/triggers/${index}`, writing)),
    ),
  };
}

function throwing(throws: readonly Throw[], pointer: string, writing: Writing): Properties {
  const definitions = throws.map((thrown, index) =>
    writeThrow(thrown, `${pointer}/throws/${index}`, writing),
  );
  return {
    eventDefinitions: listed(definitions),
    'apg:retries': retriesOf(thrownJob(throws)),
  };
}

function listed(definitions: readonly ModdleElement[]): readonly ModdleElement[] | null {
  return definitions.length === 0 ? null : definitions;
}

function job(written: Job | undefined, pointer: string, writing: Writing): Properties {
  if (written === undefined) return {};
  return {
    'apg:jobType': attribute(written.type, `${pointer}/job/type`, writing),
    'apg:retries': retriesOf(written),
  };
}

function retriesOf(written: Job | undefined): string | null {
  return written?.retries === undefined ? null : String(written.retries);
}

function message(
  { message: written }: Pick<ActivityOf<'sendTask'> | ActivityOf<'receiveTask'>, 'message'>,
  pointer: string,
  writing: Writing,
): Properties {
  return written === undefined ? {} : { messageRef: writeMessage(written, `${pointer}/message`, writing) };
}

function decision(activity: ActivityOf<'businessRuleTask'>, pointer: string, writing: Writing): Properties {
  const own = {
    'camunda:expression': attribute(activity.expression, `${pointer}/expression`, writing),
    'camunda:resultVariable': activity.result_variable,
  };
  const reference = attribute(activity.decision, `${pointer}/decision`, writing);
  if (reference === null) return own;
  const mapResult = activity.map_result ?? 'value';
  return {
    ...own,
    'camunda:decisionRef': reference,
    ...bindingProperties(activity.binding, 'camunda:decisionRef', pointer, writing),
    [mapResult === 'value' ? 'apg:mapResult' : 'camunda:mapDecisionResult']: mapResult,
  };
}
