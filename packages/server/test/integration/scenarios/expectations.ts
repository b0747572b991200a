import type { Observed } from './observe.ts';
import type { ScenarioExpectation } from './scenario.ts';

type Judge = (observed: Observed, expected: unknown) => readonly [found: unknown, wanted: unknown];

const ended = new Set(['completed', 'failed', 'terminated']);

/** Counts of what waits, lists as multisets, variables by alias. `asyncJobs` has no counterpart: what rests shows in `ended`. */
const judges: Readonly<Record<string, Judge>> = {
  tasks: ({ tasks }, expected) => [bag(tasks), bag(expected)],
  taskCount: ({ tasks }, expected) => [tasks.length, expected],
  tasksExclude: ({ tasks }, expected) => [listOf(expected).filter((id) => tasks.includes(String(id))), []],
  runningInstances: (observed, expected) => [running(observed).length, expected],
  ended: ({ instances }, expected) => [instances.every(({ status }) => ended.has(status)), expected],
  timers: (observed, expected) => [ofType(observed, 'timer').length, expected],
  conditionalSubscriptions: (observed, expected) => [ofType(observed, 'conditional').length, expected],
  messageSubscriptions: (observed, expected) => [bag(names(observed, 'message')), bag(expected)],
  signalSubscriptions: (observed, expected) => [bag(names(observed, 'signal')), bag(expected)],
  incidents: (observed, expected) => [
    running(observed).flatMap(({ incidents }) => incidents).length,
    expected,
  ],
  externalTasks: (observed, expected) => [
    running(observed)
      .flatMap(({ active_elements }) => active_elements)
      .filter(({ type }) => type === 'serviceTask').length,
    expected,
  ],
  activeCount: (observed, expected) => [leaves(observed).length, expected],
  activeActivities: (observed, expected) => [bag(leaves(observed)), bag(expected)],
  variables: ({ instances }, expected) => [
    picked(expected, (alias, name) => instances[Number(alias.slice(1)) - 1]?.variables[name] ?? null),
    expected,
  ],
  absentVariables: ({ instances }, expected) => [
    Object.entries(recordOf(expected)).flatMap(([alias, absent]) =>
      listOf(absent).filter(
        (name) => String(name) in (instances[Number(alias.slice(1)) - 1]?.variables ?? {}),
      ),
    ),
    [],
  ],
  localVariables: ({ local }, expected) => [
    picked(expected, (elementId, name) => local.get(elementId)?.[name] ?? null),
    expected,
  ],
};

/** Where what is observed is not what the scenario expects. */
export function differences(observed: Observed, expectation: ScenarioExpectation): string[] {
  return Object.entries(expectation).flatMap(([key, expected]) => {
    if (key === 'afterStep' || key === 'asyncJobs' || key === 'note') return [];
    const judge = judges[key];
    if (judge === undefined) throw new Error(`Expected an expectation this test knows, but found ${key}`);
    const [found, wanted] = judge(observed, expected).map((value) => JSON.stringify(value));
    return found === wanted ? [] : [`${key}: expected ${wanted}, found ${found}`];
  });
}

function running({ instances }: Observed) {
  return instances.filter(({ status }) => !ended.has(status));
}

function ofType({ subscriptions }: Observed, type: string) {
  return subscriptions.filter((subscription) => subscription.type === type);
}

function names(observed: Observed, type: string) {
  return ofType(observed, type).map(({ name }) => name);
}

const scopes = new Set(['subProcess', 'transaction', 'adHocSubProcess', 'callActivity']);

function leaves(observed: Observed): string[] {
  return running(observed).flatMap(({ active_elements }) =>
    active_elements.filter(({ type }) => !scopes.has(type)).map(({ element_id }) => element_id),
  );
}

function picked(expected: unknown, lookUp: (outer: string, inner: string) => unknown) {
  return Object.fromEntries(
    Object.entries(recordOf(expected)).map(([outer, inner]) => [
      outer,
      Object.fromEntries(Object.keys(recordOf(inner)).map((name) => [name, lookUp(outer, name)])),
    ]),
  );
}

function bag(values: unknown): unknown[] {
  return listOf(values).toSorted();
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('Expected a list in a scenario');
  return [...(value as unknown[])];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('Expected an object in a scenario');
  return value as Readonly<Record<string, unknown>>;
}
