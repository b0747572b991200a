import type { Finding } from '../finding.ts';
import { readBpmn } from '../read-bpmn.ts';
import { emptyBpmn } from '../records/empty-bpmn.ts';
import { createNamespaces } from '../records/namespaces.ts';
import { readRecords } from '../records/read-records.ts';
import { writeRecords } from '../records/write-records.ts';
import { mergeRecords } from './merge-records.ts';
import type { MergeConflict, MergeNote } from './model-merge.ts';

export type BpmnMerge =
  | {
      readonly kind: 'merged';
      /** Canonical; where there are conflicts it holds what ours says. */
      readonly bpmnXml: string;
      readonly conflicts: readonly MergeConflict[];
      readonly notes: readonly MergeNote[];
    }
  | {
      readonly kind: 'refused';
      readonly version: 'base' | 'ours' | 'theirs';
      readonly findings: readonly Finding[];
    };

/**
 * Merges two versions that began as `base`; a blank base is an empty document. Properties that one side
 * changed are taken from there. The merged document opens wherever ours does.
 */
export async function mergeBpmn(base: string, ours: string, theirs: string): Promise<BpmnMerge> {
  const names = createNamespaces();
  const our = readRecords(ours, names);
  if (our.kind === 'refused') return { ...our, version: 'ours' };
  const their = readRecords(theirs, names);
  if (their.kind === 'refused') return { ...their, version: 'theirs' };
  const was = readRecords(base.trim() === '' ? emptyBpmn : base, names);
  if (was.kind === 'refused') return { ...was, version: 'base' };
  const merged = mergeRecords({ base: was.document, ours: our.document, theirs: their.document });
  const bpmnXml = writeRecords(merged.document);
  const known = new Set((await Promise.all([ours, theirs].map(errorsOf))).flat().map(({ key }) => key));
  const found = (await errorsOf(bpmnXml)).find(({ key }) => !known.has(key));
  if (found === undefined) {
    const { conflicts, notes } = merged;
    return { kind: 'merged', bpmnXml, conflicts, notes };
  }
  const conflict: MergeConflict = {
    kind: 'not-together',
    id: our.document.elements.values().next().value?.id ?? 'definitions',
    type: 'definitions',
    name: null,
    path: null,
    base: null,
    ours: null,
    theirs: null,
    message: `Expected both sides together to be a document that opens, but found: ${found.message}; ours stands as it was`,
  };
  return {
    kind: 'merged',
    bpmnXml: writeRecords(our.document),
    conflicts: [...merged.conflicts, conflict],
    notes: [],
  };
}

/** What is wrong with a document, whatever its lines are. */
async function errorsOf(xml: string): Promise<readonly { readonly key: string; readonly message: string }[]> {
  const read = await readBpmn(xml);
  return read.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, elementId, message }) => ({ key: JSON.stringify([rule, elementId, message]), message }));
}
