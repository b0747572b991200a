import { checkExpression } from '@wbpm/engine';
import { type CompiledDocument, compileDocument } from './compile.ts';
import type { Finding } from './finding.ts';
import type { ReadBpmn } from './read-bpmn.ts';
import type { SourceIndex } from './xml/screen.ts';

type Read = Extract<ReadBpmn, { readonly kind: 'read' }>;

/** The rule of references to elements that the file does not have. */
export const dangling = 'unresolved-reference';

/** What a document compiles to, and everything found on the way, with its place in the text. */
export function compileRead(read: Read): CompiledDocument {
  const danglingIds = new Set(
    read.findings.flatMap(({ rule, elementId }) => (rule === dangling ? (elementId ?? []) : [])),
  );
  const compiled = compileDocument(read.definitions, read.texts, danglingIds, checkExpression);
  const findings = [...read.findings, ...compiled.findings].map((finding) => located(finding, read.index));
  return { ...compiled, findings };
}

function located(finding: Finding, index: SourceIndex): Finding {
  const offset = index.offsets.get(finding.elementId ?? '');
  if (finding.line !== null || offset === undefined) return finding;
  return { ...finding, ...index.positions.at(offset) };
}
