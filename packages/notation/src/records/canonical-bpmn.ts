import type { Finding } from '../finding.ts';
import { readRecords } from './read-records.ts';
import { writeRecords } from './write-records.ts';

export type CanonicalBpmn =
  | { readonly kind: 'written'; readonly bpmnXml: string }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Writes a BPMN document the one way: the same model gives the same bytes, whoever wrote it, so that
 * versions differ where they differ in meaning. Extensions of any product, documentation, comments,
 * colours and diagrams stay. The order of elements is part of the model: it decides between conditions.
 */
export function canonicalBpmn(xml: string): CanonicalBpmn {
  const read = readRecords(xml);
  return read.kind === 'refused' ? read : { kind: 'written', bpmnXml: writeRecords(read.document) };
}
