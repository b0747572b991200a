import { readDuration } from '../compile/times.ts';
import type { ModdleElement } from '../moddle.ts';
import type { Job, Throw } from './event.ts';
import { make, type Writing } from './writing.ts';

/** Headers and waits of a job, which stand on the element itself. */
export function jobExtensions(job: Job | undefined, writing: Writing): readonly ModdleElement[] {
  if (job === undefined) return [];
  const headers = Object.entries(job.headers ?? {}).map(([key, value]) =>
    make(writing, 'apg:Header', { key, value }),
  );
  const waits = (job.retry_waits ?? []).map(isoOf);
  return [
    ...(headers.length === 0 ? [] : [make(writing, 'apg:Headers', { values: headers })]),
    ...(waits.length === 0
      ? []
      : [make(writing, 'camunda:FailedJobRetryTimeCycle', { body: waits.join(',') })]),
  ];
}

function isoOf(text: string): string {
  const read = readDuration(text);
  return read.kind === 'duration' ? read.iso : text;
}

/** Attempts, waits and headers of a thrown message stand on the event. */
export function thrownJob(throws: readonly Throw[] = []): Job | undefined {
  const [job] = throws.flatMap((thrown) => ('message' in thrown ? (thrown.message.job ?? []) : []));
  return job;
}
