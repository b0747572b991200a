import type { ProcessModel } from '@wbpm/engine';
import type { CompiledDocument } from '../compile.ts';
import { compileRead } from '../compile-read.ts';
import type { ProcessFile } from '../document/process-document.ts';
import { semanticText } from '../document/semantic-hash.ts';
import { writeBpmn } from '../document/write-bpmn.ts';
import { readJson } from '../json/read-json.ts';
import { writeJson } from '../json/write-json.ts';
import { readBpmn } from '../read-bpmn.ts';
import { parseJsonText } from '../yaml/parse-json-text.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import type { ParsedText } from '../yaml/text-places.ts';
import { writeYaml } from '../yaml/write-yaml.ts';

/** What BPMN compiles to, drawn or not, right or wrong. */
export async function compiled(bpmnXml: string): Promise<CompiledDocument> {
  const read = await readBpmn(bpmnXml);
  if (read.kind === 'read') return compileRead(read);
  throw new Error(`Expected BPMN, but found ${JSON.stringify(read.findings)}`);
}

export async function modelsIn(bpmnXml: string): Promise<readonly ProcessModel[]> {
  return (await compiled(bpmnXml)).processes;
}

export async function bpmnOf(file: ProcessFile): Promise<string> {
  const written = await writeBpmn(file);
  if (written.kind === 'written') return written.bpmnXml;
  throw new Error(`Expected a document to write, but found ${JSON.stringify(written.findings)}`);
}

/** The meaning of a document, as its BPMN compiles. */
export async function meaningOf(file: ProcessFile): Promise<string> {
  return semanticText(await modelsIn(await bpmnOf(file)));
}

/** The document again after it has been JSON text. */
export function throughJson(file: ProcessFile): ProcessFile {
  return readBack(parseJsonText(writeJson(file)));
}

/** The document again after it has been YAML text. */
export function throughYaml(file: ProcessFile): ProcessFile {
  return readBack(parseYaml(writeYaml(file)));
}

function readBack(parsed: ParsedText): ProcessFile {
  const read = parsed.kind === 'parsed' ? readJson(parsed.value) : parsed;
  if (read.kind === 'read' && read.findings.length === 0) return read.file;
  throw new Error(`Expected the text to be read, but found ${JSON.stringify(read.findings)}`);
}
