import { type Finding, hasErrors, type Report } from '../finding.ts';
import { parseProcess } from './parse-process.ts';
import { type WrittenProcess, writeProcess } from './write-process.ts';

/** The JSON form as BPMN, or what is wrong with its shape. */
export type JsonToBpmn =
  | ({ readonly kind: 'written'; readonly findings: readonly Finding[] } & WrittenProcess)
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export async function jsonToBpmn(value: unknown): Promise<JsonToBpmn> {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const process = parseProcess(value, report);
  if (process === null || hasErrors(findings)) return { kind: 'refused', findings };
  const written = await writeProcess(process, report);
  return hasErrors(findings) ? { kind: 'refused', findings } : { kind: 'written', findings, ...written };
}
