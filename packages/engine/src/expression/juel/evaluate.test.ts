import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { ExpressionError } from '../expression-error.ts';
import { evaluateJuel } from './evaluate.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const VARIABLES: JsonObject = {
  amount: 1_500,
  vip: true,
  name: 'Ada',
  empty: '',
  nothing: null,
  list: [3, 'x', { a: 1 }],
  order: { id: 'o-1', lines: [{ price: 2.5 }], 'with space': true },
  due: '2026-02-01T00:00:00Z',
};

function run(expression: string, variables: JsonObject = VARIABLES): unknown {
  return evaluateJuel({ source: `\${${expression}}` }, variables, NOW);
}

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['7 % 4 + 7 mod 4', 6],
    ['7 div 2', 3.5],
    ['-amount', -1_500],
    ['-0', 0],
    ['(1 + 2) * 3', 9],
    ["'a' + 1 + null + true", 'a1true'],
    ["1 + 'a'", '1a'],
    ['amount > 1000 && vip', true],
    ['amount lt 1000 or not vip', false],
    ['amount >= 1500 and amount le 1500', true],
    ['amount gt 1 and amount ge 1', true],
    ['!vip || false', false],
    ["name == 'Ada'", true],
    ["name eq 'Bob' or name ne 'Ada'", false],
    ["'5' == 5 && 5 == '5' && 'x' != 5 && '' != 0", true],
    ["'b' > 'a' && 'a' < 'b' && 'a' <= 'a'", true],
    ["'10' > 9", true],
    ['nothing == null', true],
    ['nothing < 1', false],
    ['nothing <= null', true],
    ['nothing < null', false],
    ['vip == 1', false],
    ["list == list && order == order && list != order && order != list && list != 'x'", true],
    ['vip ? 1 : 2', 1],
    ['!vip ? 1 : vip ? 2 : 3', 2],
    ['order.id', 'o-1'],
    ["order['id']", 'o-1'],
    ["order['with space']", true],
    ['order.lines[0].price', 2.5],
    ['order.missing', null],
    ['order.missing.deeper[1]', null],
    ['list[0]', 3],
    ['list[99]', null],
    ['nothing.x', null],
    ['empty nothing', true],
    ['order.empty', null],
    ['not empty list', true],
    ['empty missing', true],
    ['empty missing.deeper[0]', true],
    ["empty ''", true],
    ['empty 0', false],
    ['empty now()', false],
    ['null', null],
    ['true', true],
    ['list', [3, 'x', { a: 1 }]],
  ])('%s', (expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['{ a: [1, { b: 2 }] } equal', [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }], true],
    ['other value', [{ a: 1 }, { a: 2 }], false],
    ['other key', [{ a: 1 }, { b: 1 }], false],
    ['more keys', [{ a: 1 }, { a: 1, b: 1 }], false],
    ['other length', [[1], [1, 2]], false],
    ['other item', [[1], [2]], false],
  ] as const)('compares structures by content: %s', (_, [left, right], expected) => {
    expect(run('left == right', { left, right })).toBe(expected);
  });

  it('writes values into text: null is nothing, structures are JSON', () => {
    expect(
      evaluateJuel({ source: '${name}: ${amount}, ${nothing}, ${order.lines}, ${now()}!' }, VARIABLES, NOW),
    ).toBe('Ada: 1500, , [{"price":2.5}], 2026-01-31T12:00:00.000Z!');
  });

  it.each([
    ['missing', "unknown variable 'missing'"],
    ['toString', "unknown variable 'toString'"],
    ['hasOwnProperty', "unknown variable 'hasOwnProperty'"],
    ['missing == null', "unknown variable 'missing'"],
    ['name * 2', "expected a number beside '*', found string"],
    ['1 - nothing', "expected a number beside '-', found null"],
    ['1 / 0', 'division by zero'],
    ['1 % 0', 'division by zero'],
    ['1e308 * 10', 'too large for a number'],
    ['vip && amount', 'expected a boolean, found number'],
    ['nothing ? 1 : 2', 'expected a boolean, found null'],
    ['!name', 'expected a boolean, found string'],
    ['vip < 1', "cannot compare boolean with number by '<'"],
    ["'x' < 1", "cannot compare string with number by '<'"],
    ['list > 1', "cannot compare list with number by '>'"],
    ['name.length', "string has no property 'length'"],
    ['list.length', "list has no property 'length'"],
    ['list[0.5]', 'list cannot be indexed by number'],
    ['order[0]', 'object cannot be indexed by number'],
    ['list[vip]', 'list cannot be indexed by boolean'],
    ["order['constr' + 'uctor']", "the name 'constructor' is not available"],
    ["order['__proto__']", "the name '__proto__' is not available"],
    ["order.get('prototype')", "the name 'prototype' is not available"],
  ])('fails: %s', (expression, message) => {
    expect(() => run(expression)).toThrow(message);
    expect(() => run(expression)).toThrow(ExpressionError);
  });

  it('reads nothing that data inherits', () => {
    const inherited: JsonObject = Object.create({ secret: 1 });
    expect(() => run('secret', inherited)).toThrow('unknown variable');
    expect(run('box.secret', { box: inherited })).toBeNull();
  });

  it('stops after 10,000 steps', () => {
    const long = Array.from({ length: 6_000 }, (_, index) => index);
    expect(() => run('a == b && a == b', { a: long, b: [...long] })).toThrow(
      'at most 10000 evaluation steps',
    );
  });

  it('builds no text beyond a million characters', () => {
    expect(() => run('a + a', { a: 'x'.repeat(600_000) })).toThrow(
      'at most 1048576 characters, found 1200000',
    );
  });

  it('evaluates a chain of 2,000 operators', () => {
    expect(run(`${'1+'.repeat(2_000)}1`)).toBe(2_001);
  });
});
