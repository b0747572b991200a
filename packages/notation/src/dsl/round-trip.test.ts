import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBpmnDocument } from '../document/read-bpmn-document.ts';
import { hasErrors } from '../finding.ts';
import { unorderedMeaning } from '../testing/flow-order.ts';
import { normalDocument } from '../testing/normal-document.ts';
import { bpmnOf, modelsIn } from '../testing/notations.ts';
import { formatDsl } from './format-dsl.ts';
import { readDsl } from './read-dsl.ts';
import { writeDsl } from './write-dsl.ts';

const folder = new URL('../../../../conformance/cases/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.bpmn'))
  .sort();

describe('every conformance case', () => {
  it.each(files)('is the same process after it has been written in the DSL: %s', async (file) => {
    const bpmnXml = readFileSync(new URL(file, folder), 'utf8');
    const read = await readBpmnDocument(bpmnXml);
    if (read.kind === 'refused') throw new Error(`Expected BPMN, but found ${JSON.stringify(read.findings)}`);
    const text = writeDsl(read.file);
    const { document, findings } = readDsl(text);
    expect(hasErrors(findings)).toBe(false);
    if (document === null) throw new Error('Expected a document, but found none');
    expect(normalDocument(document)).toEqual(normalDocument(read.file));
    expect(formatDsl(text)).toBe(text);
    expect(unorderedMeaning(await modelsIn(await bpmnOf(document)))).toBe(
      unorderedMeaning(await modelsIn(bpmnXml)),
    );
  });
});
