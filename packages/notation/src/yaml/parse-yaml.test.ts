import { describe, expect, it } from 'vitest';
import { compileYaml } from '../compile-definition.ts';
import type { ProcessFile } from '../document/process-document.ts';
import { throughYaml } from '../testing/notations.ts';
import { writeYaml } from './write-yaml.ts';

const leave = `# What the guide calls a leave request.
name: Leave Request
version: 1.10
activities:
  - { id: start, type: startEvent }
  - id: approve
    type: userTask
    candidate_groups: managers
    inputs:
      days: 5
      rate: 1.50
      on: on
    form:
      fields:
        - { id: approved, type: boolean, default_value: yes }
  - id: note
    type: scriptTask
    script: |
      const text = 'a';
      return text;
  - { id: end, type: endEvent }
flows:
  - { from: start, to: approve }
  - { from: approve, to: note }
  - { from: note, to: end }
`;

/** `line:column message` of each finding. */
async function complaintsOf(text: string): Promise<readonly string[]> {
  const { findings } = await compileYaml(text);
  return findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('YAML', () => {
  it('is the JSON form in other letters', async () => {
    const compilation = await compileYaml(`\ufeff${leave}`);
    expect(compilation.findings).toEqual([]);
    expect(compilation).toMatchObject({
      kind: 'compiled',
      processes: [
        {
          processId: 'leave_request',
          versionTag: '1.10',
          elements: [
            { id: 'start' },
            {
              id: 'approve',
              candidateGroups: [{ source: 'managers' }],
              inputs: [
                { target: 'days', expression: { language: 'feel', source: '5' } },
                { target: 'rate', expression: { language: 'feel', source: '1.5' } },
                { target: 'on', expression: { language: 'literal', source: 'on' } },
              ],
              form: { fields: [{ defaultValue: false }] },
            },
            { id: 'note', source: "const text = 'a';\nreturn text;" },
            { id: 'end' },
          ],
        },
      ],
    });
  });

  it('is written with blocks for texts of several lines, and reads as before', () => {
    const file: ProcessFile = {
      processes: [
        {
          name: 'no',
          version: '1.10',
          activities: [
            { id: 'x', type: 'scriptTask', script: 'a();\nb();\n' },
            { id: 'y', type: 'task', name: '# 1: [a', inputs: { a: '= 1', b: '' } },
          ],
          flows: [],
        },
      ],
    };
    expect(writeYaml(file)).toContain('    script: |\n      a();\n      b();\n');
    expect(throughYaml(file)).toEqual(file);
  });

  it('keeps to places: of elements, of parts with the wrong form, of what is missing', async () => {
    expect(await complaintsOf(leave.replace('managers', '[= 1 +]'))).toEqual([
      expect.stringMatching(/^6:5 In the candidate groups? of 'approve' at character \d+: /),
    ]);
    expect(await complaintsOf(leave.replace('type: boolean', 'type: yes'))).toEqual([
      "15:27 Expected /activities/1/form/fields/0/type to be one of string, text, number, boolean, date, select, but found 'yes'",
    ]);
    expect(await complaintsOf(leave.replace('from: note, ', ''))).toEqual([
      '25:5 Expected /flows/2/from to be a text that is not blank, but found nothing',
    ]);
    expect(await complaintsOf(leave.replace('script:', 'skript:'))).toEqual([
      expect.stringContaining('Expected /activities/2/script to be a text'),
      expect.stringMatching(/^18:5 .*but found 'skript'; it has no effect$/),
    ]);
  });
});

describe('YAML that is refused', () => {
  const nest = (text: string) => text.repeat(2_000);
  it.each([
    ['', '1:1 Expected the definition to be an object, but found null'],
    ['- a\n- b\n', '1:1 Expected the definition to be an object, but found a list'],
    ['name: a\n---\nname: b\n', '2:1 Expected one document, but found another'],
    ['name: a\nname: b\n', "2:1 Expected every key once, but found 'name' again"],
    ['a: &a { x: 1 }\nb:\n  <<: *a\n', "3:3 Expected no merge keys, but found '<<'"],
    ['name: !secret x\n', '1:7 Expected no tags but those of the core schema, but found another'],
    ['name: !!binary aGk=\n', '1:16 Expected no tags but those of the core schema, but found another'],
    ['name: *ghost\n', "1:7 Expected an anchor 'ghost' before, but found none"],
    ['? [a]\n: b\n', '1:3 Expected a key that is a text'],
    ['name: "a\n', '2:1 Expected YAML 1.2, but found: Missing closing "quote'],
    ['name: @a\n', '1:7 Expected YAML 1.2, but found: Plain value cannot start with reserved character @'],
    ['\tname: a\n', '1:1 Expected YAML 1.2, but found: Tabs are not allowed as indentation'],
    ['inputs: [a,,b]\n', "1:12 Expected a value, but found ','"],
    ['a: ]\n', "1:4 Expected a value, but found ']'"],
    [nest('['), '1:101 Expected nesting at most 100 deep, but found more'],
    [nest('- '), '1:201 Expected nesting at most 100 deep, but found more'],
    ['a: &a [*a]\n', '1:7 Expected nesting at most 100 deep, but found more'],
    [
      Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      '102:102 Expected nesting at most 100 deep, but found more',
    ],
    ['a\n'.repeat(600_000), '1:1 Expected at most 1048576 characters, but found 1200000'],
    ['a:\n'.repeat(200_000), '100000:3 Expected at most 400000 parts of text, but found more'],
  ])('%# says where and why', async (text, expected) => {
    expect(await complaintsOf(text)).toEqual([expected]);
  });

  it('aliases that grow without measure', async () => {
    const level = (name: string, inner: string) => `${name}: &${name} [${`*${inner}, `.repeat(9)}]\n`;
    const bomb = `a: &a [x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`;
    expect(await complaintsOf(bomb)).toEqual(['3:8 Expected at most 100 aliases, but found more']);
    const large = `a: &a '${'x'.repeat(60_000)}'\nb: [${'*a, '.repeat(90)}]\n`;
    expect(await complaintsOf(large)).toEqual([
      '1:7 Expected at most 4194304 characters with aliases, but found more',
    ]);
  });

  it('numbers that would become others', async () => {
    expect(await complaintsOf(leave.replace('days: 5', 'days: 12345678901234567890'))).toEqual([
      '10:13 Expected a number that can be kept as it is, but found 12345678901234567890',
    ]);
    expect(await complaintsOf(leave.replace('days: 5', 'days: .inf'))).toEqual([
      '10:13 Expected a number that can be kept as it is, but found .inf',
    ]);
  });
});
