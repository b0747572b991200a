import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../model/expression.ts';
import type { JsonObject } from '../model/json.ts';
import { checkExpression, evaluate, evaluateCondition } from './evaluate.ts';
import { ExpressionError } from './expression-error.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const context = (variables: JsonObject = {}) => ({ variables, now: NOW });
const juel = (source: string): Expression => ({ language: 'juel', source });
const feel = (source: string): Expression => ({ language: 'feel', source });
const literal = (source: string): Expression => ({ language: 'literal', source });

describe('evaluating', () => {
  it('speaks three languages', () => {
    expect(evaluate(literal('${x}'), context({ x: 1 }))).toBe('${x}');
    expect(evaluate(juel('${x}'), context({ x: 1 }))).toBe(1);
    expect(evaluate(feel('x + 1'), context({ x: 1 }))).toBe(2);
  });

  it('names the expression and the place when it fails, but no value', () => {
    const failing = () => evaluate(juel('${secret * 2}'), context({ secret: 'hush' }));
    expect(failing).toThrow(
      "expected a number beside '*', found string at position 9 in juel expression '${secret * 2}'",
    );
    expect(failing).not.toThrow('hush');
  });

  it('quotes at most 100 characters of the expression', () => {
    expect(() => evaluate(juel(`\${${'x'.repeat(500)}}`), context())).toThrow(/'\$\{x{97}…'$/);
  });

  it('survives data nested thousands deep', () => {
    const deep: JsonObject = { x: JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`) };
    expect(() => evaluate(juel('a ${x}'), context(deep))).toThrow(ExpressionError);
    expect(() => evaluate(feel('x'), context(deep))).toThrow(ExpressionError);
  });
});

describe('a value of several expressions', () => {
  const list: Expression = { language: 'list', source: '[…]', items: [juel('${x}'), literal('a')] };
  const map: Expression = {
    language: 'map',
    source: '{…}',
    entries: [
      { key: '__proto__', value: feel('x + 1') },
      { key: 'inner', value: list },
    ],
  };

  it('is a list or a map of their values', () => {
    expect(evaluate(list, context({ x: 1 }))).toEqual([1, 'a']);
    expect(JSON.stringify(evaluate(map, context({ x: 1 })))).toBe('{"__proto__":2,"inner":[1,"a"]}');
  });

  it('has the problem of its first broken part', () => {
    expect(checkExpression(map)).toBeNull();
    expect(checkExpression({ language: 'list', source: '', items: [list, feel('a +')] })).toMatchObject({
      position: 3,
    });
  });
});

describe('a condition', () => {
  it('is true or false', () => {
    expect(evaluateCondition(juel(' ${x > 1}\n'), context({ x: 2 }))).toBe(true);
    expect(evaluateCondition(feel('x > 1'), context({ x: 1 }))).toBe(false);
  });

  it.each([
    [juel('${x}'), { x: 'true' }, 'string'],
    [juel('${x}'), { x: [1] }, 'list'],
    [juel('${x}'), { x: {} }, 'object'],
    [feel('missing'), {}, 'null'],
    [literal('true'), {}, 'string'],
  ] as const)('is nothing else: %j', (expression, variables, found) => {
    expect(() => evaluateCondition(expression, context(variables))).toThrow(
      `expected the condition to be true or false, found ${found}`,
    );
  });
});

describe('checking at deployment', () => {
  it('accepts what can be parsed', () => {
    expect(checkExpression(literal('${'))).toBeNull();
    expect(checkExpression(juel('Hi ${a.b}'))).toBeNull();
    expect(checkExpression(feel('a.b + 1'))).toBeNull();
  });

  it('tells what is wrong and where', () => {
    expect(checkExpression(juel('Hi ${a +}'))).toEqual({
      message: 'expected a value, found the end of the expression',
      position: 8,
    });
    expect(checkExpression(feel('a +'))).toEqual({
      message: 'syntax error: the expression is incomplete',
      position: 3,
    });
  });
});

describe('any text', () => {
  const fragments = fc.constantFrom(
    ...[
      '${',
      '}',
      '#{',
      '(',
      ')',
      '[',
      ']',
      '.',
      ',',
      '?',
      ':',
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '<',
      '!',
      '&&',
    ],
    ...[
      "'",
      '"',
      '\\',
      ' ',
      'x',
      'y',
      'null',
      'empty',
      'not',
      'execution',
      '.getVariable',
      'now()',
      '1',
      '.5',
    ],
    ...[
      'for ',
      'in ',
      ' return ',
      'if ',
      ' then ',
      ' else ',
      '1..9',
      '{',
      'a: ',
      'function(x) ',
      'sum',
      '//',
      '@',
    ],
    ...[
      'constructor',
      '__proto__',
      'toString',
      '\u0000',
      '\ud800',
      '😀',
      '\n',
      'date',
      'string length',
      ' instance of ',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fragments, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.array(fragments, { maxLength: 25 }).map((parts) => `\${${parts.join('')}}`),
  );
  const variables = fc.dictionary(
    fc.constantFrom('x', 'y', '__proto__', 'constructor', 'toString', 'a b', 'order-id'),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 4, noNullPrototype: false },
  );

  it.each(['juel', 'feel'] as const)('is a value or an ExpressionError in %s', (language) => {
    fc.assert(
      fc.property(texts, variables, (source, data) => {
        const parsed: JsonObject = JSON.parse(JSON.stringify(data));
        try {
          const expression = { language, source };
          const value = evaluate(expression, context(parsed));
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
          expect(checkExpression(expression)).toBeNull();
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
