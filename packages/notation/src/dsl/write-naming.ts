import type { Content, Flow } from '../document/activity.ts';
import { idsIn } from '../document/check-references.ts';
import { processIdFor, slugOf } from '../document/free-ids.ts';
import type { Lane, ProcessDocument, ProcessFile } from '../document/process-document.ts';
import { writtenId } from './words.ts';

/** Which ids of a file a reader would find by itself, so that they need not be written. */
export interface Naming {
  /** `id "Name"`, without the id where it follows from the name or from `base`. */
  head(id: string, name: string | null, base: string): string;
  isDerived(flow: Flow): boolean;
  /** The id of a process, which it may have from its name. */
  processId(process: ProcessDocument): string;
}

/** A reader takes written ids first and makes the others in order, so that ids of their own never collide. */
export function namingOf(file: ProcessFile): Naming {
  const ids = new Map<string, number>();
  const flows = new Map<string, number>();
  const known = (items: readonly { readonly id?: string | undefined }[] | undefined) => {
    for (const { id } of items ?? []) if (id !== undefined) count(ids, id);
  };
  const lanes = (items: readonly Lane[] | undefined) => {
    known(items);
    for (const lane of items ?? []) lanes(lane.lanes);
  };
  const taken = new Set(idsIn(file));
  const processId = (process: ProcessDocument) => process.process_id ?? processIdFor(process.name, taken);
  for (const process of file.processes) {
    count(ids, processId(process));
    lanes(process.lanes);
    known(process.notes);
  }
  known(file.message_flows);
  known(file.pools);
  for (const scope of scopesOf(file.processes)) {
    known(scope.data);
    known(scope.activities);
    known(scope.flows);
    for (const flow of scope.flows) count(flows, derivedFlowId(flow));
  }
  return {
    processId,
    head: (id, name, base) => {
      const isMade = id === (name === null ? base : slugOf(name)) && (ids.get(id) ?? 0) < 2;
      const shown = isMade ? [] : [writtenId(id)];
      return [...shown, ...(name === null ? [] : [JSON.stringify(name)])].join(' ');
    },
    isDerived: (flow) => {
      const id = derivedFlowId(flow);
      if (flow.id !== undefined && flow.id !== id) return false;
      return (flows.get(id) ?? 0) < 2 && (ids.get(id) ?? 0) <= Number(flow.id !== undefined);
    },
  };
}

function count(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function derivedFlowId({ from, to }: Flow): string {
  return `${from}_to_${to}`;
}

function scopesOf(processes: readonly Content[]): readonly Content[] {
  const scopes = [...processes];
  // The list grows while it is walked.
  for (const scope of scopes) {
    for (const activity of scope.activities) if ('activities' in activity) scopes.push(activity);
  }
  return scopes;
}
