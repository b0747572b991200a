import { describe, expect, it } from 'vitest';
import { decision, dmn, requires, tableDecision } from '../../testing/dmn.ts';
import { compileDmn } from '../compile-dmn.ts';

async function findingsOf(content: string): Promise<readonly string[]> {
  const { findings } = await compileDmn(dmn(content));
  return findings.map(
    ({ rule, severity, elementId, line, message }) => `${severity} ${rule} ${elementId}:${line} ${message}`,
  );
}

describe('a file of decisions', () => {
  it('without a decision is refused', async () => {
    expect(await findingsOf('<inputData id="i" name="i" />')).toEqual([
      'error missing-logic null:null Expected at least one decision, but found none',
    ]);
  });

  it('may leave logic open, which is told', async () => {
    expect(await findingsOf('<decision id="d" name="d" />')).toEqual([
      "warning missing-logic d:3 Expected decision 'd' to have logic, but found none: a variable 'd' must bring its result",
    ]);
  });

  it.each([
    [decision('d', ''), 'dText:4'],
    ['<decision id="d" name="d"><invocation id="i" /></decision>', 'i:3'],
    [`<businessKnowledgeModel id="b" name="b" />${decision('d', '1')}`, 'b:3'],
  ])('with missing logic is refused: %s', async (content, place) => {
    const [first] = await findingsOf(content);
    expect(first).toContain(`error missing-logic ${place}`);
  });

  it('with decisions that require each other is refused, with the way around', async () => {
    const cycle = [
      decision('a', '1', requires('Decision', 'b')),
      decision('b', '1', requires('Decision', 'c')),
      decision('c', '1', requires('Decision', 'b')),
      decision('free', '1', requires('Decision', 'a')),
    ];
    const [finding] = await findingsOf(cycle.join('\n'));
    expect(finding).toMatch(/^error requirement-cycle [bc]:\d+ Expected decisions that can be made/);
    expect(finding).toMatch(/'b' requires 'c' requires 'b'|'c' requires 'b' requires 'c'/);
  });

  it.each(['Decision', 'Input', 'Knowledge'] as const)(
    'that requires an unknown %s is refused',
    async (kind) => {
      const [finding] = await findingsOf(decision('d', '1', requires(kind, 'nowhere')));
      expect(finding).toContain("error unresolved-reference d:3 Expected 'd' to require a");
      expect(finding).toContain("but found '#nowhere'");
    },
  );

  it('that requires a decision as an input is refused', async () => {
    const [finding] = await findingsOf(decision('a', '1') + decision('d', '1', requires('Input', 'a')));
    expect(finding).toContain("Expected 'd' to require a InputData of the file, but found '#a'");
  });

  it('whose service offers an unknown decision is refused', async () => {
    const service = '<decisionService id="s" name="s"><outputDecision href="#nowhere" /></decisionService>';
    const [finding] = await findingsOf(decision('d', '1') + service);
    expect(finding).toContain('error unresolved-reference s:');
  });

  it('with an id or a name twice is refused', async () => {
    expect((await findingsOf(decision('d', '1') + decision('d', '2')))[0]).toContain('error duplicate-id d:');
    const renamed = decision('e', '2').replace('name="e"', 'name="d"');
    expect((await findingsOf(decision('d', '1') + renamed))[0]).toContain('error duplicate-name e:');
  });

  it('with an import compiles as far as it goes', async () => {
    const imported = '<import id="i" name="other" namespace="o" importType="t" />';
    expect((await findingsOf(imported + decision('d', '1')))[0]).toContain('warning import i:3');
  });

  it.each([
    [
      decision('d', '1 +'),
      "error expression-syntax dText:4 In the expression of 'd' at character 4: syntax error",
    ],
    [
      tableDecision('d', [
        ['1', '2'],
        ['&lt; ', '3'],
      ]),
      "error expression-syntax r2:8 In rule 2, input 'X', of 'd' at character 2: syntax error: the tests are incomplete",
    ],
    [
      tableDecision('d', [['1', '2 2']]),
      "error expression-syntax r1:7 In rule 1, output 'y', of 'd' at character 3: syntax error: unexpected '2'",
    ],
    [
      decision('d', 'date("-2017-12-31")'),
      "warning expression-syntax dText:4 In the expression of 'd': cannot evaluate: not implemented: negative date",
    ],
  ])('tells at deployment which expression cannot be read', async (content, expected) => {
    expect((await findingsOf(content))[0]).toContain(expected);
  });

  it.each([
    [
      tableDecision('d', [['1', '2']]).replace('</rule>', '<outputEntry><text>3</text></outputEntry></rule>'),
      'r1:7',
    ],
    [tableDecision('d', [['1', '2']]).replace(/<inputEntry>.*<\/inputEntry>/, ''), 'r1:7'],
    [tableDecision('d', [], 'hitPolicy="PRIORITY"'), 'dTable:4'],
    [tableDecision('d', []).replace('<text>x</text>', ''), 'in:5'],
    [
      tableDecision('d', [], 'hitPolicy="COLLECT" aggregation="SUM"').replace(
        '<output ',
        '<output name="z" /><output ',
      ),
      'dTable:4',
    ],
    [tableDecision('d', []).replace('<output ', '<output name="y" /><output '), 'dTable:4'],
    [tableDecision('d', []).replace(/<output .*\/>/, ''), 'dTable:4'],
    [tableDecision('d', [], 'hitPolicy="constructor"'), 'dTable:4'],
    [tableDecision('d', [], 'hitPolicy="COLLECT" aggregation="AVERAGE"'), 'dTable:4'],
  ])('with a table out of shape is refused', async (content, place) => {
    expect((await findingsOf(content))[0]).toContain(`error table-shape ${place}`);
  });
});
