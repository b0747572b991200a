import type { Json } from '@wbpm/engine';
import { z } from 'zod';

const json = z.json() as z.ZodType<Json>;
const variables = z.record(z.string(), json);

/** BPMN by file name. */
const files = z.record(z.string(), z.string());

const step = z.looseObject({
  do: z.string(),
  key: z.string().optional(),
  name: z.string().optional(),
  taskKey: z.string().optional(),
  activity: z.string().optional(),
  iso8601: z.string().optional(),
  topic: z.string().optional(),
  action: z.string().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  retries: z.number().optional(),
  retryTimeoutMs: z.number().optional(),
  count: z.number().optional(),
  inlineBpmn: files.optional(),
  toVersion: z.number().optional(),
  map: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
  variables: variables.optional(),
  expectError: z.boolean().optional(),
});

const expectation = z.looseObject({ afterStep: z.number() });

const scenario = z.object({
  id: z.string(),
  deploy: z.array(z.string()),
  inlineBpmn: files.optional(),
  steps: z.array(step),
  expect: z.array(expectation),
});

export type Scenario = z.infer<typeof scenario>;
export type ScenarioStep = z.infer<typeof step>;
export type ScenarioExpectation = z.infer<typeof expectation>;

export function scenariosIn(file: unknown): readonly Scenario[] {
  return z.object({ scenarios: z.array(scenario) }).parse(file).scenarios;
}
