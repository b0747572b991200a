import type { JournalEntry } from '@wbpm/engine';
import { canonicalText } from './canonical-text.ts';
import type { ConformanceCase, Expectation, Step, WrittenCase } from './case.ts';
import type { ConformanceHost, SeenElement, SeenInstance } from './host.ts';
import { type Journals, journalsOf } from './journals.ts';

export interface CaseRun {
  /** Where what is seen differs from what the case expects; nothing when it holds. */
  readonly differences: readonly string[];
  readonly journals: Journals;
}

/** Does what the case says, up to the first step that differs. */
export async function runCase(
  host: ConformanceHost,
  { scenario, bpmnXml, laterXmls, dmnXmls }: WrittenCase,
): Promise<CaseRun> {
  for (const dmnXml of dmnXmls) await host.deployDecisions(dmnXml);
  await host.deploy(bpmnXml);
  const differences = await differencesOf(host, scenario, laterXmls);
  return { differences, journals: journalsOf(await host.instances()) };
}

async function differencesOf(
  host: ConformanceHost,
  { steps, expect, trace }: ConformanceCase,
  laterXmls: WrittenCase['laterXmls'],
): Promise<string[]> {
  const found: string[] = [];
  for (const [index, step] of steps.entries()) {
    const at = `step ${index + 1} (${step.do})`;
    found.push(...(await perform(host, step, laterXmls)).map((fault) => `${at}: ${fault}`));
    if (step.expect !== undefined) {
      found.push(...differences(await host.instances(), step.expect).map((fault) => `${at}: ${fault}`));
    }
    if (found.length > 0) return found;
  }
  const seen = await host.instances();
  if (expect !== undefined) found.push(...differences(seen, expect));
  for (const [alias, expected] of Object.entries(trace ?? {})) {
    found.push(...compare(`trace of ${alias}`, traceOf(byAlias(seen, alias)?.journal ?? []), expected));
  }
  return found;
}

async function perform(
  host: ConformanceHost,
  step: Step,
  laterXmls: WrittenCase['laterXmls'],
): Promise<string[]> {
  if (step.do === 'deploy') {
    const bpmnXml = laterXmls[step.file];
    if (bpmnXml === undefined) return [`expected a file ${step.file} beside the case, but found none`];
    await host.deploy(bpmnXml);
    return [];
  }
  const seen = await host.instances();
  const instance = byAlias(seen, step.instance ?? 'p1');
  const element = 'element' in step ? elementOf(seen, step.instance, step.element) : null;
  if ('element' in step && element === null) {
    return step.refused === true
      ? []
      : [`expected ${step.element} to be live, found ${waitingAt(seen).join(', ')}`];
  }
  const holder = element === null ? instance : element.instance;
  const outcome = await host.perform(step, holder?.instanceId ?? '', element?.element ?? null);
  if (outcome.kind === 'refused') return step.refused === true ? [] : [`refused: ${outcome.message}`];
  if (step.refused === true) return ['expected it to be refused, but it was done'];
  if (step.do === 'message' && step.result !== undefined && outcome.result !== step.result) {
    return [`expected the message to be ${step.result}, but it was ${outcome.result}`];
  }
  return [];
}

/** The oldest live element instance of that id, of any instance unless the step names one. */
function elementOf(
  seen: readonly SeenInstance[],
  alias: string | undefined,
  elementId: string,
): { readonly instance: SeenInstance; readonly element: SeenElement } | null {
  const instances = alias === undefined ? seen : [byAlias(seen, alias)].filter((one) => one !== null);
  for (const instance of instances) {
    const candidates = instance.elements.filter((element) => element.elementId === elementId);
    const element = candidates.find(({ wait }) => wait !== null) ?? candidates[0];
    if (element !== undefined) return { instance, element };
  }
  return null;
}

function byAlias(seen: readonly SeenInstance[], alias: string): SeenInstance | null {
  return seen[Number(alias.slice(1)) - 1] ?? null;
}

function differences(seen: readonly SeenInstance[], expected: Expectation): string[] {
  const found: string[] = [];
  if (expected.waiting !== undefined)
    found.push(...compareBags('waiting', waitingAt(seen), expected.waiting));
  if (expected.subscriptions !== undefined) {
    const open = seen.flatMap(({ subscriptions }) =>
      subscriptions.map(({ elementId, kind }) => `${elementId} ${kind}`),
    );
    found.push(...compareBags('subscriptions', open, expected.subscriptions));
  }
  if (expected.incidents !== undefined) {
    const open = seen.flatMap(({ incidents }) =>
      incidents.map(({ elementId, code }) => `${elementId} ${code}`),
    );
    found.push(...compareBags('incidents', open, expected.incidents));
  }
  for (const [alias, status] of Object.entries(expected.status ?? {})) {
    found.push(...compare(`status of ${alias}`, byAlias(seen, alias)?.status ?? 'absent', status));
  }
  for (const [alias, variables] of Object.entries(expected.variables ?? {})) {
    for (const [name, value] of Object.entries(variables)) {
      found.push(...compare(`${name} of ${alias}`, byAlias(seen, alias)?.variables[name] ?? null, value));
    }
  }
  for (const [elementId, variables] of Object.entries(expected.local ?? {})) {
    for (const [name, value] of Object.entries(variables)) {
      const local = elementOf(seen, undefined, elementId)?.element.variables[name] ?? null;
      found.push(...compare(`${name} local to ${elementId}`, local, value));
    }
  }
  return found;
}

function waitingAt(seen: readonly SeenInstance[]): string[] {
  return seen.flatMap(({ elements }) =>
    elements.flatMap(({ elementId, wait }) => (wait === null ? [] : [elementId])),
  );
}

/** Ids in the order of completion; what was ended from outside says so. */
function traceOf(journal: readonly JournalEntry[]): string[] {
  return journal
    .flatMap(({ events }) => events)
    .flatMap((event): string[] => {
      if (event.type === 'elementCompleted') return [event.elementId];
      return event.type === 'elementTerminated' ? [`${event.elementId} terminated`] : [];
    });
}

function compareBags(what: string, seen: readonly string[], expected: readonly string[]): string[] {
  return compare(what, [...seen].sort(), [...expected].sort());
}

function compare(what: string, seen: unknown, expected: unknown): string[] {
  const [left, right] = [canonicalText(seen), canonicalText(expected)];
  return left === right ? [] : [`${what}: expected ${right}, found ${left}`];
}
