import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileJsonText, compileYaml } from '../compile-definition.ts';
import type { ProcessFile } from '../document/process-document.ts';
import { writeJson } from '../json/write-json.ts';
import { writeYaml } from './write-yaml.ts';

const file: ProcessFile = {
  processes: [
    {
      process_id: 'order',
      name: 'Order',
      activities: [
        {
          id: 'start',
          type: 'startEvent',
          triggers: [{ message: { name: 'order', correlation_key: '= id' } }],
        },
        {
          id: 'pack',
          type: 'userTask',
          candidate_groups: ['stock', '${groups}'],
          inputs: { a: '= 1', b: { list: ['x', { map: { y: '= z' } }] } },
          loop: { kind: 'multi_instance', collection: '= items', item: 'entry' },
        },
        {
          id: 'late',
          type: 'boundaryEvent',
          attached_to: 'pack',
          triggers: [{ timer: { duration: 'PT2H' } }],
        },
        { id: 'sub', type: 'subProcess', activities: [{ id: 'inner', type: 'task' }], flows: [] },
        { id: 'end', type: 'endEvent' },
      ],
      flows: [
        { from: 'start', to: 'pack' },
        { from: 'pack', to: 'sub' },
        { from: 'sub', to: 'end' },
        { from: 'late', to: 'end', condition: '= a > 1' },
      ],
    },
  ],
};

/** Pieces that mean something to either notation. */
const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '- ',
    '\n',
    '  ',
    '&a ',
    '*a',
    '!!str ',
    '---\n',
    '|',
    '>',
  ),
  fc.constantFrom(
    'null',
    '1e9',
    '{}',
    '[]',
    '"id"',
    'activities:',
    '__proto__',
    '\\u0000',
    '\t',
    '#',
    '<<: ',
    '? ',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

/** The text with some places cut out and written over. */
function mutated(text: string): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(text.length), fc.nat(12), piece);
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce((now, [at, cut, put]) => `${now.slice(0, at)}${put}${now.slice(at + cut)}`, text),
    );
}

describe.each([
  ['JSON', writeJson(file), compileJsonText],
  ['YAML', writeYaml(file), compileYaml],
] as const)('%s that something has happened to', (_name, text, compile) => {
  it('compiles as it is', async () => {
    expect((await compile(text)).kind).toBe('compiled');
  });

  it('compiles, or is refused with the places of what is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(text), async (written) => {
        const { kind, findings } = await compile(written);
        expect(kind === 'compiled' || findings.length > 0).toBe(true);
        expect(findings.filter(({ line, column }) => line === null || column === null)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
