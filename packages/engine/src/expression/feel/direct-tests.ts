/** What a test of a cell says about a value; undefined where only the interpreter can say. */
type Answer = boolean | undefined;

/** A test whose answer needs no interpreter. */
export interface DirectTest {
  readonly kind: 'comparison' | 'value';
  readonly text: string;
  readonly position: number;
  readonly passes: (value: unknown) => Answer;
}

const number = String.raw`-?\d{1,15}(?:\.\d{1,15})?`;
const forms = [
  `(?<number>${number})`,
  String.raw`"(?<text>[^"\\\n]*)"`,
  '(?<truth>true|false)',
  `(?<operator>[<>]=?) *(?<bound>${number})`,
  String.raw`(?<opening>[[\](]) *(?<low>${number}) *\.\. *(?<high>${number}) *(?<closing>[[\])])`,
];
const test = new RegExp(String.raw`\s*(?<test>${forms.join('|')})\s*(?:,(?=\s*\S)|$)`, 'y');

/**
 * The tests of a cell made of literals, comparisons with a number and intervals of numbers, which is what
 * nearly all cells of a large table are; null for any other. The answers are those of the interpreter.
 */
export function directTests(source: string): readonly DirectTest[] | null {
  const tests: DirectTest[] = [];
  test.lastIndex = 0;
  while (test.lastIndex < source.length) {
    const from = test.lastIndex;
    const groups = test.exec(source)?.groups;
    const found =
      groups === undefined ? null : directTest(groups, source.indexOf(groups['test'] ?? '', from));
    if (found === null) return null;
    tests.push(found);
  }
  return tests.length === 0 ? null : tests;
}

function directTest(
  groups: Readonly<Record<string, string | undefined>>,
  position: number,
): DirectTest | null {
  const text = groups['test'] ?? '';
  if (groups['operator'] !== undefined) {
    return {
      kind: 'comparison',
      text,
      position,
      passes: compared(groups['operator'], Number(groups['bound'])),
    };
  }
  if (groups['low'] === undefined) {
    return { kind: 'value', text, position, passes: equalTo(literalIn(groups)) };
  }
  const passes = within(groups, Number(groups['low']), Number(groups['high']));
  return passes === null ? null : { kind: 'comparison', text, position, passes };
}

function literalIn(groups: Readonly<Record<string, string | undefined>>): string | number | boolean {
  if (groups['number'] !== undefined) return Number(groups['number']);
  return groups['text'] ?? groups['truth'] === 'true';
}

/** Values of other types are left to the interpreter, which knows how they compare. */
function equalTo(literal: string | number | boolean): DirectTest['passes'] {
  return (value) => (typeof value === typeof literal ? value === literal : undefined);
}

function compared(operator: string, bound: number): DirectTest['passes'] {
  return (value) => {
    if (typeof value !== 'number') return undefined;
    if (value === bound) return operator.length === 2;
    return operator.startsWith('<') ? value < bound : value > bound;
  };
}

/** An interval that is empty or a single number is left to the interpreter. */
function within(
  { opening, closing }: Readonly<Record<string, string | undefined>>,
  low: number,
  high: number,
): DirectTest['passes'] | null {
  if (!(low < high)) return null;
  return (value) => {
    if (typeof value !== 'number') return undefined;
    if (value === low) return opening === '[';
    if (value === high) return closing === ']';
    return value > low && value < high;
  };
}
