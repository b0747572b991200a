import type { Json } from '@wbpm/engine';
import { z } from 'zod';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const variables = z.record(z.string(), json);

/** What must be seen at a moment. Lists are compared as multisets; what is left out is not looked at. */
const expectation = z.strictObject({
  /** Element ids of what live instances wait at: tasks, jobs, events, triggers, joins, called processes. */
  waiting: z.array(z.string()).optional(),
  /** `element kind` of what is waited for from outside, such as `late timer`. */
  subscriptions: z.array(z.string()).optional(),
  incidents: z.array(z.string()).optional(),
  /** Status by instance alias. */
  status: z.record(z.string(), z.string()).optional(),
  /** By alias; `null` stands for absent as well. */
  variables: z.record(z.string(), variables).optional(),
  /** Variables local to the one live instance of an element. */
  local: z.record(z.string(), variables).optional(),
});

const target = {
  instance: z.string().optional(),
  refused: z.boolean().optional(),
  expect: expectation.optional(),
};
const onElement = { ...target, element: z.string(), variables: variables.optional() };

const instruction = z.union([
  z.strictObject({
    activate: z.string(),
    position: z.enum(['before', 'after']).optional(),
    variables: variables.optional(),
  }),
  z.strictObject({ cancel: z.string() }),
  z.strictObject({ move: z.strictObject({ from: z.string(), to: z.string() }) }),
]);

const step = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('start'),
    ...target,
    process: z.string(),
    variables: variables.optional(),
    businessKey: z.string().optional(),
    at: z.string().optional(),
  }),
  z.strictObject({ do: z.literal('completeTask'), ...onElement }),
  z.strictObject({ do: z.literal('taskError'), ...onElement, code: z.string() }),
  z.strictObject({ do: z.literal('escalateTask'), ...onElement, code: z.string() }),
  z.strictObject({ do: z.literal('completeJob'), ...onElement }),
  z.strictObject({ do: z.literal('failJob'), ...onElement, retries: z.number().optional() }),
  z.strictObject({ do: z.literal('jobError'), ...onElement, code: z.string() }),
  z.strictObject({ do: z.literal('trigger'), ...onElement }),
  z.strictObject({ do: z.literal('activateAdHoc'), ...onElement, elements: z.array(z.string()) }),
  z.strictObject({ do: z.literal('completeAdHoc'), ...onElement }),
  z.strictObject({
    do: z.literal('message'),
    ...target,
    name: z.string(),
    key: z.string().optional(),
    businessKey: z.string().optional(),
    variables: variables.optional(),
    timeToLive: z.string().optional(),
    /** What becomes of it: correlated, started, buffered, none. */
    result: z.string().optional(),
  }),
  z.strictObject({ do: z.literal('signal'), ...target, name: z.string(), variables: variables.optional() }),
  z.strictObject({ do: z.literal('advance'), ...target, by: z.string() }),
  z.strictObject({ do: z.literal('setVariables'), ...target, variables }),
  z.strictObject({ do: z.literal('resolveIncident'), ...onElement }),
  z.strictObject({
    do: z.literal('modify'),
    ...target,
    instructions: z.array(instruction),
    variables: variables.optional(),
  }),
  /** Makes the processes of `<name>.<file>.bpmn` the newest versions. */
  z.strictObject({ do: z.literal('deploy'), ...target, file: z.number() }),
  /** To the newest version of the process. */
  z.strictObject({
    do: z.literal('migrate'),
    ...target,
    process: z.string(),
    mapping: z.record(z.string(), z.string()).optional(),
    /** Events that are waited for anew. */
    update: z.array(z.string()).optional(),
  }),
  z.strictObject({ do: z.literal('cancel'), ...target }),
  z.strictObject({ do: z.literal('suspend'), ...target }),
  z.strictObject({ do: z.literal('resume'), ...target }),
]);

/**
 * One conformance case: a process beside it, what is done, and what must be seen. Instances are called
 * p1, p2, … in the order in which they come into being; a step without one is about p1.
 */
export const conformanceCase = z.strictObject({
  title: z.string(),
  /** `element/position/variant` it proves, such as `message/boundary/non-interrupting`. */
  proves: z.array(z.string()).min(1),
  /** Number of the workflow control-flow pattern it shows. */
  pattern: z.number().optional(),
  steps: z.array(step),
  expect: expectation.optional(),
  /** By alias: ids of the elements in the order in which they completed, or `id terminated`. */
  trace: z.record(z.string(), z.array(z.string())).optional(),
});

/** A case as it stands in the folder: what is deployed, and what is done with it. */
export interface WrittenCase {
  /** `group/name`, the path of its files. */
  readonly path: string;
  readonly scenario: ConformanceCase;
  readonly bpmnXml: string;
  /** What is deployed later, by the number in the name of its file. */
  readonly laterXmls: Readonly<Record<string, string>>;
  /** Deployed before the process, one after the other. */
  readonly dmnXmls: readonly string[];
}

export type ConformanceCase = z.infer<typeof conformanceCase>;
export type Step = z.infer<typeof step>;
/** What a host does; to deploy is said to it in another way. */
export type HostStep = Exclude<Step, { do: 'deploy' }>;
export type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;
export type Expectation = z.infer<typeof expectation>;
