import type { ProcessDocument, ProcessFile } from './document/process-document.ts';
import { readBpmnDocument } from './document/read-bpmn-document.ts';
import { writeDsl } from './dsl/write-dsl.ts';
import { shortestForm, writeJson } from './json/write-json.ts';
import { canonicalBpmn } from './records/canonical-bpmn.ts';
import { writeYaml } from './yaml/write-yaml.ts';

/** The forms a process can be written in. */
export const writtenForms = ['bpmn_xml', 'apg_dsl', 'json', 'yaml'] as const;

export type WrittenForm = (typeof writtenForms)[number];

/**
 * Writes a process that is there as BPMN 2.0 in another form. Diagrams, colours and extensions of other products
 * stay in BPMN alone. Throws when it is no BPMN that was compiled before.
 */
export async function writeText(bpmnXml: string, form: WrittenForm): Promise<string> {
  if (form === 'bpmn_xml') {
    const canonical = canonicalBpmn(bpmnXml);
    if (canonical.kind === 'refused') throw unreadable(canonical.findings[0]?.message);
    return canonical.bpmnXml;
  }
  const file = await documentIn(bpmnXml);
  switch (form) {
    case 'apg_dsl':
      return writeDsl(file);
    case 'json':
      return writeJson(file);
    case 'yaml':
      return writeYaml(file);
  }
}

/** The same as a value: what `writeText` writes as JSON. */
export async function documentValue(bpmnXml: string): Promise<ProcessDocument | ProcessFile> {
  return shortestForm(await documentIn(bpmnXml));
}

async function documentIn(bpmnXml: string): Promise<ProcessFile> {
  const read = await readBpmnDocument(bpmnXml);
  if (read.kind === 'refused') throw unreadable(read.findings[0]?.message);
  return read.file;
}

function unreadable(message: string | undefined): Error {
  return new Error(`Expected BPMN that was compiled before, but found: ${message ?? 'nothing'}`);
}
