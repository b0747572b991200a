import { errorAt } from '../finding.ts';
import type { ModdleElement } from '../moddle.ts';
import type { Message, Throw, Timer, Trigger } from './event.ts';
import { writePassed } from './write-call.ts';
import { attribute, extensions, formal, make, type Writing } from './writing.ts';
import { textOfExpression, textOfTime } from './written-text.ts';

/** The event definition of what a catching event waits for. */
export function writeTrigger(trigger: Trigger, pointer: string, writing: Writing): ModdleElement {
  if ('message' in trigger) {
    const messageRef = writeMessage(trigger.message, `${pointer}/message`, writing);
    return make(writing, 'bpmn:MessageEventDefinition', { messageRef });
  }
  if ('signal' in trigger) {
    return make(writing, 'bpmn:SignalEventDefinition', {
      signalRef: signal(trigger.signal.name, pointer, writing),
    });
  }
  if ('timer' in trigger) return writeTimer(trigger.timer, `${pointer}/timer`, writing);
  if ('conditional' in trigger) {
    const { condition, variable, variable_events: events } = trigger.conditional;
    return make(writing, 'bpmn:ConditionalEventDefinition', {
      condition: formal(condition, `${pointer}/conditional/condition`, writing),
      'camunda:variableName': variable,
      'camunda:variableEvents': events?.join(', '),
    });
  }
  if ('error' in trigger) {
    const { code, code_variable: codeVariable, message_variable: messageVariable } = trigger.error;
    return make(writing, 'bpmn:ErrorEventDefinition', {
      errorRef: code === undefined ? null : writing.roots.error(code, null),
      'camunda:errorCodeVariable': codeVariable,
      'camunda:errorMessageVariable': messageVariable,
    });
  }
  if ('escalation' in trigger) {
    const { code, code_variable: codeVariable } = trigger.escalation;
    return make(writing, 'bpmn:EscalationEventDefinition', {
      escalationRef: code === undefined ? null : writing.roots.escalation(code),
      'camunda:escalationCodeVariable': codeVariable,
    });
  }
  if ('link' in trigger) return make(writing, 'bpmn:LinkEventDefinition', { name: trigger.link.name });
  return make(
    writing,
    'cancel' in trigger ? 'bpmn:CancelEventDefinition' : 'bpmn:CompensateEventDefinition',
    {},
  );
}

/** The event definition of what an event throws. */
export function writeThrow(thrown: Throw, pointer: string, writing: Writing): ModdleElement {
  if ('message' in thrown) {
    const { job, result_variable: resultVariable } = thrown.message;
    return make(writing, 'bpmn:MessageEventDefinition', {
      messageRef: writeMessage(thrown.message, `${pointer}/message`, writing),
      ...(job !== undefined && {
        'camunda:type': 'external',
        'camunda:topic': attribute(job.type, `${pointer}/message/job/type`, writing),
        'camunda:resultVariable': resultVariable,
      }),
    });
  }
  if ('signal' in thrown) {
    const { name, carries } = thrown.signal;
    const passed = carries && writePassed('camunda:In', carries, `${pointer}/signal/carries`, writing);
    return make(writing, 'bpmn:SignalEventDefinition', {
      signalRef: signal(name, pointer, writing),
      extensionElements: extensions(passed ?? [], writing),
    });
  }
  if ('error' in thrown) {
    const code = attribute(thrown.error.code, `${pointer}/error/code`, writing) ?? '';
    const message = attribute(thrown.error.message, `${pointer}/error/message`, writing);
    return make(writing, 'bpmn:ErrorEventDefinition', {
      errorRef: code === '' && message === null ? null : writing.roots.error(code, message),
    });
  }
  if ('escalation' in thrown) {
    const code = attribute(thrown.escalation.code, `${pointer}/escalation/code`, writing) ?? '';
    return make(writing, 'bpmn:EscalationEventDefinition', {
      escalationRef: code === '' ? null : writing.roots.escalation(code),
    });
  }
  if ('compensation' in thrown) return compensation(thrown, pointer, writing);
  if ('link' in thrown) return make(writing, 'bpmn:LinkEventDefinition', { name: thrown.link.name });
  return make(
    writing,
    'cancel' in thrown ? 'bpmn:CancelEventDefinition' : 'bpmn:TerminateEventDefinition',
    {},
  );
}

function compensation(
  { compensation: { activity, wait_for_completion: waits } }: Extract<Throw, { compensation: unknown }>,
  pointer: string,
  writing: Writing,
): ModdleElement {
  const activityRef = activity === undefined ? null : writing.elements.get(activity);
  if (activityRef === undefined) {
    const at = `${pointer}/compensation/activity`;
    const message = `Expected ${at} to be the id of an activity, but found '${activity}'`;
    writing.report({ ...errorAt(null, 'json-shape', message), pointer: at });
  }
  return make(writing, 'bpmn:CompensateEventDefinition', {
    activityRef,
    waitForCompletion: waits === false ? false : null,
  });
}

/** The message at the root of the file; null for one without a name, which the checks find. */
export function writeMessage(message: Message, pointer: string, writing: Writing): ModdleElement | null {
  const name = attribute(message.name, `${pointer}/name`, writing);
  const key = attribute(message.correlation_key, `${pointer}/correlation_key`, writing);
  return name === null || name.trim() === '' ? null : writing.roots.message(name, key);
}

function signal(name: Message['name'], pointer: string, writing: Writing): ModdleElement | null {
  const text = attribute(name, `${pointer}/signal/name`, writing);
  return text === null || text.trim() === '' ? null : writing.roots.signal(text);
}

function writeTimer(timer: Timer, pointer: string, writing: Writing): ModdleElement {
  const [property, expression, textOf] =
    'date' in timer
      ? (['timeDate', timer.date, textOfExpression] as const)
      : 'cycle' in timer
        ? (['timeCycle', timer.cycle, textOfExpression] as const)
        : (['timeDuration', timer.duration, textOfTime] as const);
  const time = formal(expression, pointer, writing, textOf);
  return make(writing, 'bpmn:TimerEventDefinition', { [property]: time });
}
