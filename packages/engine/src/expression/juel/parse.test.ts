import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../expression-error.ts';
import { parseNode } from './parse.ts';
import { parseTemplate } from './template.ts';

function failure(source: string): { message: string; position: number | null } {
  try {
    parseTemplate(source);
  } catch (error) {
    if (error instanceof ExpressionError) return { message: error.message, position: error.position };
  }
  return { message: 'parsed', position: null };
}

describe('precedence', () => {
  it('puts products before sums, sums before comparisons, comparisons before logic', () => {
    const { node, end } = parseNode('1 + 2 * 3 > 4 && x}', 0);
    expect(end).toBe(18);
    expect(node).toMatchObject({
      kind: 'logical',
      operator: 'and',
      left: {
        operator: '>',
        left: { operator: '+', right: { operator: '*' } },
        right: { kind: 'constant', value: 4 },
      },
      right: { kind: 'variable', name: 'x' },
    });
  });

  it('groups equal operators from the left', () => {
    expect(parseNode('1 - 2 - 3}', 0).node).toMatchObject({ left: { operator: '-' }, right: { value: 3 } });
  });
});

describe('a syntax error', () => {
  it.each([
    ['${}', 'expected a value, found the end of the expression', 2],
    ['${1 2}', 'expected an operator or the end of the expression, found 2', 4],
    ["${1 'x'}", 'found a text literal', 4],
    ['${(1}', "expected ')', found the end of the expression", 4],
    ['${a[1}', "expected ']'", 5],
    ['${a ? 1}', "expected ':'", 7],
    ['${a.1}', 'found 0.1', 3],
    ['${a.}', 'expected a name after the dot, found the end of the expression', 4],
    ['${and}', "expected a value, found 'and'", 2],
    ['${x instanceof y}', "found 'instanceof'", 4],
    ['${)}', "expected a value, found ')'", 2],
    ['${foo()}', "unknown function 'foo'", 2],
    ['${x.eval()}', "unknown method 'eval'", 4],
    ['${execution.getProcessEngine()}', "unknown method 'execution.getProcessEngine'", 12],
    ['${now(}', 'expected a value', 6],
    ['${now(1 2)}', "expected ')', found 2", 8],
    ['${x.__proto__}', "the name '__proto__' is not available", 4],
    ['${constructor}', "the name 'constructor' is not available", 2],
    ['text ${', "expected '}'", 7],
  ])('in %s is reported with its place', (source, message, position) => {
    const found = failure(source);
    expect(found.message).toContain(message);
    expect(found.position).toBe(position);
  });

  it.each([
    ['brackets', `\${${'('.repeat(1_000)}1${')'.repeat(1_000)}}`],
    ['minus signs', `\${${'-'.repeat(1_000)}1}`],
    ['conditionals', `\${${'true ? 1 : '.repeat(300)}1}`],
    ['indexes', `\${${'a['.repeat(500)}1${']'.repeat(500)}}`],
  ])('is deep nesting of %s', (_, source) => {
    expect(failure(source).message).toMatch('nesting of at most 100, found 101 or more');
  });
});
