import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../finding.ts';
import { bpmnOf, compiled, throughJson, throughYaml } from '../testing/notations.ts';
import { readBpmnDocument } from './read-bpmn-document.ts';
import { semanticText } from './semantic-hash.ts';

const folder = new URL('../../../../conformance/cases/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.bpmn'))
  .sort();

async function documentOf(bpmnXml: string) {
  const read = await readBpmnDocument(bpmnXml);
  if (read.kind === 'read') return read;
  throw new Error(`Expected BPMN, but found ${JSON.stringify(read.findings)}`);
}

describe('every conformance case', () => {
  it.each(files)('means the same as document, JSON and YAML: %s', async (file) => {
    const bpmnXml = readFileSync(new URL(file, folder), 'utf8');
    const read = await documentOf(bpmnXml);
    expect(hasErrors(read.findings)).toBe(false);
    const again = await compiled(await bpmnOf(read.file));
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(semanticText(again.processes)).toBe(semanticText((await compiled(bpmnXml)).processes));
    expect(throughJson(read.file)).toEqual(read.file);
    expect(throughYaml(read.file)).toEqual(read.file);
  });
});
