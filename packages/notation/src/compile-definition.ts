import type { ProcessModel } from '@wbpm/engine';
import { compileRead, dangling } from './compile-read.ts';
import type { ProcessFile } from './document/process-document.ts';
import { writeBpmn } from './document/write-bpmn.ts';
import { placedIn } from './dsl/place-finding.ts';
import { readDsl } from './dsl/read-dsl.ts';
import { type Finding, hasErrors, worstFirst } from './finding.ts';
import { movedTo, readJson } from './json/read-json.ts';
import { withDiagrams } from './layout.ts';
import { childrenOf } from './moddle.ts';
import { readBpmn } from './read-bpmn.ts';
import { parseJsonText } from './yaml/parse-json-text.ts';
import { parseYaml } from './yaml/parse-yaml.ts';

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
  const compiled = compileRead(read);
  if (hasErrors(compiled.findings)) return refused(compiled.findings);
  const drawn =
    childrenOf(read.definitions, 'diagrams').length > 0
      ? { xml: read.source, findings: [] }
      : await withDiagrams(read.source, compiled.graphs, read.index.offsets);
  return {
    kind: 'compiled',
    bpmnXml: drawn.xml,
    processes: compiled.processes,
    findings: worstFirst([...compiled.findings, ...drawn.findings]),
  };
}

/** Compiles the JSON form by writing it as BPMN first, so that both forms have one meaning. */
export async function compileJson(value: unknown): Promise<Compilation> {
  const read = readJson(value);
  if (read.kind === 'refused') return refused(read.findings);
  const compilation = await compileFile(read.file);
  const findings = compilation.findings.map((finding) => movedTo(finding, read.originalOf));
  return { ...compilation, findings: worstFirst([...read.findings, ...findings]) };
}

/**
 * Compiles the JSON form from its text. Findings have the line and column in it beside the pointer; a key that
 * comes twice is refused.
 */
export async function compileJsonText(text: string): Promise<Compilation> {
  const parsed = parseJsonText(text);
  if (parsed.kind === 'refused') return refused(parsed.findings);
  const compilation = await compileJson(parsed.value);
  return { ...compilation, findings: compilation.findings.map(parsed.located) };
}

/** Compiles the JSON form as it is written in YAML 1.2. Findings have the line and column beside the pointer. */
export async function compileYaml(text: string): Promise<Compilation> {
  const parsed = parseYaml(text);
  if (parsed.kind === 'refused') return refused(parsed.findings);
  const compilation = await compileJson(parsed.value);
  return { ...compilation, findings: compilation.findings.map(parsed.located) };
}

/** Compiles the APG DSL. Findings have the line and column of what they are about. */
export async function compileDsl(text: string): Promise<Compilation> {
  const read = readDsl(text);
  if (read.document === null || hasErrors(read.findings)) return refused(read.findings);
  const compilation = await compileFile(read.document);
  const findings = compilation.findings.map((finding) => placedIn(finding, read));
  return { ...compilation, findings: worstFirst([...read.findings, ...findings]) };
}

/** Compiles a document. Findings about its elements have the pointer to their place in it. */
export async function compileFile(file: ProcessFile): Promise<Compilation> {
  const written = await writeBpmn(file);
  if (written.kind === 'refused') return refused(written.findings);
  const compilation = await compileBpmn(written.bpmnXml);
  const findings = compilation.findings.map((finding) => pointed(finding, written.pointers));
  return { ...compilation, findings: worstFirst([...written.findings, ...findings]) };
}

/** Errors of reading that leave a hole; what follows from the hole would only hide it. */
function losesContent(finding: Finding): boolean {
  return finding.severity === 'error' && finding.rule !== dangling;
}

function refused(findings: readonly Finding[]): Compilation {
  return { kind: 'refused', findings: worstFirst(findings) };
}

/** Lines of the generated XML mean nothing to the author of the document. */
function pointed(finding: Finding, pointers: ReadonlyMap<string, string>): Finding {
  const pointer = pointers.get(finding.elementId ?? '') ?? '';
  return { ...finding, line: null, column: null, pointer };
}
