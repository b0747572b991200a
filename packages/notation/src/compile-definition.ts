import { checkExpression, type ProcessModel } from '@wbpm/engine';
import { compileDocument } from './compile.ts';
import { type Finding, hasErrors, worstFirst } from './finding.ts';
import { jsonToBpmn } from './json/json-form.ts';
import { withDiagrams } from './layout.ts';
import { childrenOf } from './moddle.ts';
import { readBpmn } from './read-bpmn.ts';
import type { SourceIndex } from './xml/screen.ts';

/** A written process, compiled with the warnings it earned, or refused with what is wrong with it. */
export type Compilation =
  | {
      readonly kind: 'compiled';
      readonly bpmnXml: string;
      /** Deeply frozen, in the order of the file. */
      readonly processes: readonly ProcessModel[];
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'refused';
      /** Errors first, at most a hundred. */
      readonly findings: readonly Finding[];
    };

/** Compiles BPMN 2.0 XML. A document without a diagram gets one; the rest of its text is kept as it is. */
export async function compileBpmn(xml: string): Promise<Compilation> {
  const read = await readBpmn(xml.replace(/^\ufeff/, ''));
  if (read.kind === 'refused') return refused(read.findings);
  if (read.findings.some(losesContent)) return refused(read.findings);
  const danglingIds = new Set(
    read.findings.flatMap(({ rule, elementId }) => (rule === dangling ? (elementId ?? []) : [])),
  );
  const compiled = compileDocument(read.definitions, read.texts, danglingIds, checkExpression);
  const findings = [...read.findings, ...compiled.findings].map((finding) => located(finding, read.index));
  if (hasErrors(findings)) return refused(findings);
  const drawn =
    childrenOf(read.definitions, 'diagrams').length > 0
      ? { xml: read.source, findings: [] }
      : await withDiagrams(read.source, compiled.graphs, read.index.offsets);
  return {
    kind: 'compiled',
    bpmnXml: drawn.xml,
    processes: compiled.processes,
    findings: worstFirst([...findings, ...drawn.findings]),
  };
}

/** Compiles the JSON form by writing it as BPMN first, so that both forms have one meaning. */
export async function compileJson(value: unknown): Promise<Compilation> {
  const written = await jsonToBpmn(value);
  if (written.kind === 'refused') return refused(written.findings);
  const compilation = await compileBpmn(written.bpmnXml);
  const findings = worstFirst([
    ...written.findings,
    ...compilation.findings.map((finding) => pointed(finding, written.pointers)),
  ]);
  return { ...compilation, findings };
}

const dangling = 'unresolved-reference';

/** Errors of reading that leave a hole; what follows from the hole would only hide it. */
function losesContent(finding: Finding): boolean {
  return finding.severity === 'error' && finding.rule !== dangling;
}

function refused(findings: readonly Finding[]): Compilation {
  return { kind: 'refused', findings: worstFirst(findings) };
}

function located(finding: Finding, index: SourceIndex): Finding {
  const offset = index.offsets.get(finding.elementId ?? '');
  if (finding.line !== null || offset === undefined) return finding;
  return { ...finding, ...index.positions.at(offset) };
}

/** Lines of the generated XML mean nothing to the author of JSON. */
function pointed(finding: Finding, pointers: ReadonlyMap<string, string>): Finding {
  const pointer = pointers.get(finding.elementId ?? '') ?? '';
  return { ...finding, line: null, column: null, pointer };
}
