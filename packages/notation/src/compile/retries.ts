import type { JobDefinition } from '@wbpm/engine';
import { errorAt, type Report, warningAt } from '../finding.ts';
import { extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { durationMs, readIsoDuration } from './times.ts';

type Retries = Pick<JobDefinition, 'retries' | 'retryWaitsMs'>;

const defaultRetries = 3;
const mostWaits = 998;

/** How often a job is tried, and the waits between where they are written. A count of its own wins. */
export function retriesOf(node: SourceNode, report: Report): Retries {
  const cycle = textOf(extensionOf(node.element, 'camunda:FailedJobRetryTimeCycle'), 'body')?.trim() ?? '';
  const written =
    textOf(node.element, 'apg:retries') ??
    textOf(extensionOf(node.element, 'zeebe:TaskDefinition'), 'retries');
  const ofCycle = cycle === '' ? { retries: defaultRetries } : readRetryCycle(cycle);
  if (ofCycle === null && /[$#]\{/.test(cycle)) {
    const found = `but found '${cycle}'; it is tried ${defaultRetries} times`;
    report(warningAt(node.id, 'retries', `Expected retries that are known beforehand, ${found}`));
    return { retries: defaultRetries };
  }
  if (ofCycle === null) {
    const expected = "a number up to 999, a cycle such as R3/PT10S or a list such as 'PT1M,PT5M'";
    report(errorAt(node.id, 'retries', `Expected retries to be ${expected}, but found '${cycle}'`));
    return { retries: defaultRetries };
  }
  if (written === null) return ofCycle;
  if (/^\d{1,3}$/.test(written)) return { ...ofCycle, retries: Number(written) };
  const message = `Expected retries to be a number up to 999, but found '${written}'`;
  report(errorAt(node.id, 'retries', message));
  return ofCycle;
}

/** `R5/PT10S`: five attempts ten seconds apart. `PT1M,PT5M`: a wait after each failure, so one attempt more. */
function readRetryCycle(text: string): Retries | null {
  if (/^\d{1,3}$/.test(text)) return { retries: Number(text) };
  const repeated = /^R(\d{1,3})\/([^/]+)$/.exec(text);
  const waits = (repeated?.[2] ?? text).split(',').map((wait) => readIsoDuration(wait.trim()));
  if (waits.length > mostWaits) return null;
  const retryWaitsMs = waits.flatMap((wait) => (wait.kind === 'duration' ? [durationMs(wait.iso)] : []));
  if (retryWaitsMs.length < waits.length) return null;
  if (repeated === null) return { retries: retryWaitsMs.length + 1, retryWaitsMs };
  return retryWaitsMs.length === 1 ? { retries: Number(repeated[1]), retryWaitsMs } : null;
}
