import type {
  CallVariables,
  JobDefinition,
  MessageDefinition,
  Throw as ModelThrow,
  Trigger as ModelTrigger,
  TimerDefinition,
} from '@wbpm/engine';
import { Temporal } from 'temporal-polyfill';
import type { Job, Message, Throw, Timer, Trigger } from './event.ts';
import { given, mappingsFrom, optionalText } from './reading.ts';
import { expressionTextOf } from './written-text.ts';

export function triggerFrom(trigger: ModelTrigger): Trigger {
  switch (trigger.kind) {
    case 'message':
      return { message: messageFrom(trigger) };
    case 'signal':
      return { signal: { name: expressionTextOf(trigger.name) } };
    case 'timer':
      return { timer: timerFrom(trigger.timer) };
    case 'conditional':
      return {
        conditional: given({
          condition: expressionTextOf(trigger.condition),
          variable: trigger.variableName ?? undefined,
          variable_events: trigger.variableEvents && [...trigger.variableEvents],
        }),
      };
    case 'error':
      return {
        error: given({
          code: trigger.errorCode ?? undefined,
          code_variable: trigger.codeVariable ?? undefined,
          message_variable: trigger.messageVariable ?? undefined,
        }),
      };
    case 'escalation':
      return {
        escalation: given({
          code: trigger.escalationCode ?? undefined,
          code_variable: trigger.codeVariable ?? undefined,
        }),
      };
    case 'cancel':
      return { cancel: {} };
    case 'compensation':
      return { compensation: {} };
    case 'link':
      return { link: { name: trigger.name } };
  }
}

function timerFrom({ kind, expression }: TimerDefinition): Timer {
  const time = expressionTextOf(expression);
  switch (kind) {
    case 'date':
      return { date: time };
    case 'duration':
      return { duration: time };
    case 'cycle':
      return { cycle: time };
  }
}

/** `linkNameOf` gives the name of the link that a catching event of this id is the target of. */
export function throwFrom(thrown: ModelThrow, linkNameOf: (targetId: string) => string): Throw {
  switch (thrown.kind) {
    case 'message':
      return {
        message: given({
          ...messageFrom(thrown),
          job: thrown.job === null ? undefined : jobFrom(thrown.job),
          result_variable: thrown.job?.resultVariable ?? undefined,
        }),
      };
    case 'signal':
      return {
        signal: given({
          name: expressionTextOf(thrown.name),
          carries: thrown.carries && passedFrom(thrown.carries),
        }),
      };
    case 'error':
      return {
        error: given({
          code: expressionTextOf(thrown.errorCode),
          message: optionalText(thrown.message),
        }),
      };
    case 'escalation':
      return { escalation: { code: expressionTextOf(thrown.escalationCode) } };
    case 'cancel':
      return { cancel: {} };
    case 'compensation':
      return {
        compensation: given({
          activity: thrown.activityId ?? undefined,
          wait_for_completion: thrown.waitForCompletion ? undefined : false,
        }),
      };
    case 'link':
      return { link: { name: linkNameOf(thrown.targetId) } };
    case 'terminate':
      return { terminate: {} };
  }
}

export function messageFrom({ name, correlationKey }: MessageDefinition): Message {
  return given({ name: expressionTextOf(name), correlation_key: optionalText(correlationKey) });
}

const usualRetries = 3;

/** Attempts are said where they are not what the waits, or their absence, say already. */
export function jobFrom({ jobType, retries, retryWaitsMs, headers }: JobDefinition): Job {
  const waits = retryWaitsMs?.map((ms) =>
    Temporal.Duration.from({ milliseconds: ms }).round({ largestUnit: 'days' }).toString(),
  );
  const implied = waits === undefined ? usualRetries : waits.length + 1;
  return given({
    type: expressionTextOf(jobType),
    retries: retries === implied ? undefined : retries,
    retry_waits: waits,
    headers: Object.keys(headers).length === 0 ? undefined : { ...headers },
  });
}

/** Variables on their way, as the document has them. */
export function passedFrom(passed: CallVariables) {
  return given({
    every: passed.every,
    mappings: mappingsFrom(passed.mappings),
    local_mappings: mappingsFrom(passed.localMappings ?? []),
  });
}
