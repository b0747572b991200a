import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileBpmn } from '../compile-definition.ts';
import { moddleView } from '../testing/moddle-view.ts';
import { canonicalBpmn } from './canonical-bpmn.ts';

const casesFolder = fileURLToPath(new URL('../../../../conformance/cases', import.meta.url));
const modellersFolder = fileURLToPath(new URL('../../test/fixtures/modellers', import.meta.url));

function bpmnFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .sort();
}

function canonical(xml: string): string {
  const result = canonicalBpmn(xml);
  if (result.kind === 'refused') throw new Error(result.findings.map(({ message }) => message).join('\n'));
  return result.bpmnXml;
}

/** With a diagram, so that compiling does not make one. */
function withDiagram(xml: string): string {
  const end = xml.lastIndexOf('</');
  const diagram = '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" name="empty"/>';
  return `${xml.slice(0, end)}${diagram}${xml.slice(end)}`;
}

/** The models of a document, or why it has none; lines are those of one text. */
async function meaning(xml: string): Promise<unknown> {
  const compiled = await compileBpmn(xml);
  const findings = compiled.findings.map(({ rule, elementId, severity }) => ({ rule, elementId, severity }));
  return { findings, processes: compiled.kind === 'compiled' ? compiled.processes : [] };
}

describe('the canonical export', () => {
  it('keeps what every conformance case means and shows', async () => {
    const files = bpmnFiles(casesFolder);
    const different: string[] = [];
    for (const file of files) {
      const xml = withDiagram(readFileSync(join(casesFolder, file), 'utf8'));
      const written = canonical(xml);
      if (canonical(written) !== written) different.push(`${file} is written anew each time`);
      if (JSON.stringify(await meaning(written)) !== JSON.stringify(await meaning(xml))) different.push(file);
    }
    expect(files.length).toBeGreaterThan(500);
    expect(different).toEqual([]);
  }, 180_000);

  describe.each(bpmnFiles(modellersFolder))('of %s', (file) => {
    const xml = readFileSync(join(modellersFolder, file), 'utf8');

    it('keeps every element, attribute, text and place of it', async () => {
      expect(await moddleView(canonical(xml))).toEqual(await moddleView(xml));
    });

    it('keeps its meaning, and is the same once more', async () => {
      const written = canonical(xml);
      expect(canonical(written)).toBe(written);
      expect(await meaning(written)).toEqual(await meaning(xml));
    });
  });
});
