import type { Finding } from '../finding.ts';
import { createNamespaces } from '../records/namespaces.ts';
import { readRecords } from '../records/read-records.ts';
import { diffRecords } from './diff-records.ts';
import type { ModelDiff } from './model-diff.ts';

export type BpmnDiff =
  | { readonly kind: 'compared'; readonly diff: ModelDiff }
  | {
      readonly kind: 'refused';
      readonly version: 'before' | 'after';
      readonly findings: readonly Finding[];
    };

/** Compares two versions of a BPMN document by what they mean; the documents need not be executable. */
export function diffBpmn(before: string, after: string): BpmnDiff {
  const names = createNamespaces();
  const was = readRecords(before, names);
  if (was.kind === 'refused') return { ...was, version: 'before' };
  const is = readRecords(after, names);
  if (is.kind === 'refused') return { ...is, version: 'after' };
  return { kind: 'compared', diff: diffRecords(was.document, is.document) };
}
