import type { ProcessSummary, Task } from '@wbpm/contract';

/** The processes the server brings along, best one first. */
const samples = ['order-fulfilment', 'invoice-approval', 'employee-onboarding'];

type Keyed = Pick<ProcessSummary, 'process_id'>;

/** The sample to begin with; null where the samples are gone. */
export function sampleProcess<Process extends Keyed>(processes: readonly Process[]): Process | null {
  for (const id of samples) {
    const found = processes.find((process) => process.process_id === id);
    if (found !== undefined) return found;
  }
  return null;
}

/** A task of a sample that waits for the reader, from the best sample that has one. */
export function sampleTask<Candidate extends Pick<Task, 'process_id'>>(
  tasks: readonly Candidate[],
): Candidate | null {
  return sampleProcess(tasks);
}
