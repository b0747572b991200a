import { type ProcessFile, processFileSchema } from '../document/process-document.ts';
import { type Finding, hasErrors, type Report, worstFirst } from '../finding.ts';
import { isObject } from './alias-values.ts';
import { withoutAliases } from './aliases.ts';
import { plainTree } from './plain-tree.ts';
import { findingsOfIssues, reportAt, wordsFor } from './shape-findings.ts';
import { sizeOf } from './size.ts';
import { withoutKeys } from './without-keys.ts';

/** A definition as document; or what is wrong with its shape, all of it. */
export type ReadJson =
  | {
      readonly kind: 'read';
      readonly file: ProcessFile;
      /** The place of what stands at this pointer of the document in the definition as it was written. */
      readonly originalOf: (pointer: string) => string;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

const sizeLimit = 10_000;

/** Reads the JSON form: a value as `JSON.parse` gives it, or YAML. */
export function readJson(value: unknown): ReadJson {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const plain = plainTree(value, report);
  if (!isObject(plain)) {
    if (findings.length === 0) reportAt(report, '', 'an object', value);
    return { kind: 'refused', findings };
  }
  const size = sizeOf(plain);
  if (size > sizeLimit) {
    reportAt(report, '', `a process of at most ${sizeLimit} activities and flows`, size);
    return { kind: 'refused', findings };
  }
  const { value: definition, originalOf } = withoutAliases(plain, report);
  const strict = processFileSchema.safeParse(definition, { error: wordsFor });
  const complaints = strict.success ? [] : findingsOfIssues(strict.error);
  findings.push(...worstFirst(complaints).map((finding) => movedTo(finding, originalOf)));
  if (hasErrors(findings)) return { kind: 'refused', findings };
  const unknown = complaints.flatMap(({ pointer }) => pointer ?? []);
  const known = processFileSchema.safeParse(withoutKeys(definition, unknown), { error: wordsFor });
  if (known.success) return { kind: 'read', file: known.data, originalOf, findings };
  findings.push(...findingsOfIssues(known.error).map((finding) => movedTo(finding, originalOf)));
  return { kind: 'refused', findings };
}

/** A finding with its place in the definition as it was written, in its message as well. */
export function movedTo(finding: Finding, originalOf: (pointer: string) => string): Finding {
  const { pointer } = finding;
  if (pointer === null) return finding;
  const original = originalOf(pointer);
  // The message of an unknown key names the object that has it.
  const named = finding.severity === 'warning' ? pointer.replace(/\/[^/]*$/, '') : pointer;
  const message = finding.message.replace(
    `Expected ${named} `,
    () => `Expected ${originalOf(named) || 'the definition'} `,
  );
  return { ...finding, pointer: original, message };
}
