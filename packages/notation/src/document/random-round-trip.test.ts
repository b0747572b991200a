import type { ProcessModel } from '@wbpm/engine';
import { randomProcess } from '@wbpm/engine/testing/random/arbitrary.ts';
import { processAround } from '@wbpm/engine/testing/random/draft-process.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bpmnOf, meaningOf, modelsIn, throughJson, throughYaml } from '../testing/notations.ts';
import type { ProcessFile } from './process-document.ts';
import { readBpmnDocument } from './read-bpmn-document.ts';
import { documentOfModel } from './read-model.ts';
import { semanticText } from './semantic-hash.ts';

/** Random processes are drawn with ids that a file may not have. */
function withFileIds(model: ProcessModel): ProcessModel {
  const ids = new Map(
    [...model.elements, ...model.flows].map(({ id }) => [id, id.replace(/[^\w.-]+/g, '_')]),
  );
  return JSON.parse(JSON.stringify(model), (key: string, value: unknown) =>
    typeof value === 'string' && key !== 'name' ? (ids.get(value) ?? value) : value,
  );
}

const randomFile = randomProcess.map(
  ({ body, beside }): ProcessFile => ({
    processes: [documentOfModel(withFileIds(processAround(body, beside, '')))],
  }),
);

it('means the same after it has been BPMN, JSON or YAML, whatever the process', async () => {
  await fc.assert(
    fc.asyncProperty(randomFile, async (file) => {
      const bpmnXml = await bpmnOf(file);
      const meaning = semanticText(await modelsIn(bpmnXml));
      expect(throughJson(file)).toEqual(file);
      expect(throughYaml(file)).toEqual(file);
      const read = await readBpmnDocument(bpmnXml);
      if (read.kind !== 'read') throw new Error(JSON.stringify(read.findings));
      expect(await meaningOf(read.file)).toBe(meaning);
    }),
    { numRuns: Number(process.env['WBPM_PROPERTY_RUNS'] ?? 20) },
  );
});

it('is the same JSON and YAML, whatever its texts', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((candidate) => /\S/.test(candidate) && isWritable(candidate));
  fc.assert(
    fc.property(text, text, text, (name, documentation, script) => {
      const file: ProcessFile = {
        processes: [
          {
            name,
            description: documentation,
            activities: [
              { id: 'start', type: 'startEvent', name },
              {
                id: 'x',
                type: 'scriptTask',
                script: `${script}\n${script}`,
                inputs: { a: script, b: { literal: name } },
              },
            ],
            flows: [{ from: 'start', to: 'x', name: documentation }],
          },
        ],
      };
      expect(throughJson(file)).toEqual(file);
      expect(throughYaml(file)).toEqual(file);
    }),
    { numRuns: 300 },
  );
});

/** Without control characters, which no notation takes. */
function isWritable(candidate: string): boolean {
  return !/[^\t\n\r\P{C}]|\p{Surrogate}|[\ufffe\uffff]/u.test(candidate);
}
