import type { SimpleDefinition } from '@wbpm/contract';

type Activity = SimpleDefinition['activities'][number];

/** Activities one after the other between a start and an end event. */
export function sequence(name: string, ...activities: readonly Activity[]): SimpleDefinition {
  const all: Activity[] = [
    { id: 'start', type: 'startEvent', name: 'Start' },
    ...activities,
    { id: 'end', type: 'endEvent', name: 'End' },
  ];
  return {
    name,
    process_id: name,
    activities: all,
    flows: all.slice(1).map(({ id }, index) => ({ from: all[index]?.id ?? '', to: id })),
  };
}

/** Activities side by side between a split and a join. */
export function parallel(name: string, ...branches: readonly Activity[]): SimpleDefinition {
  return {
    name,
    process_id: name,
    activities: [
      { id: 'start', type: 'startEvent' },
      { id: 'split', type: 'parallelGateway' },
      ...branches,
      { id: 'join', type: 'parallelGateway' },
      { id: 'end', type: 'endEvent' },
    ],
    flows: [
      { from: 'start', to: 'split' },
      ...branches.flatMap(({ id }) => [
        { from: 'split', to: id },
        { from: id, to: 'join' },
      ]),
      { from: 'join', to: 'end' },
    ],
  };
}

export function userTask(id: string, more: Readonly<Record<string, unknown>> = {}): Activity {
  return { id, type: 'userTask', name: id, ...more };
}

export function serviceTask(
  id: string,
  jobType: string,
  more: Readonly<Record<string, unknown>> = {},
): Activity {
  return { id, type: 'serviceTask', name: id, job_type: jobType, ...more };
}

export function timer(id: string, duration: string): Activity {
  return { id, type: 'timer', name: id, timer: { duration } };
}

/** One user task that anybody may take. */
export const oneTask = sequence('one-task', userTask('approve'));

/** Goes round in one turn `times` times before it waits at a user task. */
export function countingLoop(name: string): SimpleDefinition {
  return {
    name,
    process_id: name,
    activities: [
      { id: 'start', type: 'startEvent' },
      { id: 'enter', type: 'exclusiveGateway' },
      { id: 'count', type: 'scriptTask', script: 'i + 1', script_language: 'feel', result_variable: 'i' },
      { id: 'again', type: 'exclusiveGateway', default: 'rest' },
      { id: 'rest', type: 'userTask', name: 'rest' },
      { id: 'end', type: 'endEvent' },
    ],
    flows: [
      { from: 'start', to: 'enter' },
      { from: 'enter', to: 'count' },
      { from: 'count', to: 'again' },
      { from: 'again', to: 'enter', condition: '=i < times' },
      { from: 'again', to: 'rest' },
      { from: 'rest', to: 'end' },
    ],
  };
}
