import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';
import type { ScriptOutcome } from './script-outcome.ts';

async function failureOf(source: string): Promise<string> {
  const outcome: ScriptOutcome = await runScript(source, {});
  return outcome.kind === 'failed' ? outcome.message : 'completed';
}

describe('a script', () => {
  it.each([
    ['1 + 1', 2],
    ['"a" + "b"', 'ab'],
    ['null', null],
    ['undefined', null],
    ['({ list: [1, { deep: true }] })', { list: [1, { deep: true }] }],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['let x = 3; x * 2', 6],
    ['(function () {})', null],
    ['NaN', null],
  ])('answers %s with its last value', async (source, result) => {
    expect(await runScript(source, {})).toEqual({ kind: 'completed', result, variables: {} });
  });

  it('sees variables as globals and through execution', async () => {
    const outcome = await runScript(
      "[amount, execution.getVariable('amount'), execution.getVariable('none'), execution.hasVariable('none')]",
      { amount: 5 },
    );
    expect(outcome).toMatchObject({ result: [5, 5, null, false] });
  });

  it('may redeclare or assign a variable without storing it', async () => {
    const outcome = await runScript('let amount = 6; other = 7; amount + other', { amount: 5, other: 1 });
    expect(outcome).toEqual({ kind: 'completed', result: 13, variables: {} });
  });

  it('stores what it sets, as it was when it was set', async () => {
    const outcome = await runScript(
      "const list = [1]; execution.setVariable('list', list); list.push(2); execution.setVariable('nothing'); execution.getVariable('list')",
      {},
    );
    expect(outcome).toEqual({ kind: 'completed', result: [1], variables: { list: [1], nothing: null } });
  });

  it('does not let a variable replace a built-in', async () => {
    const outcome = await runScript("[typeof JSON.parse, execution.getVariable('JSON')]", { JSON: 'mine' });
    expect(outcome).toMatchObject({ result: ['function', 'mine'] });
  });

  it.each([
    ['let x = 1;\nlet y = ;', 'SyntaxError at line 2'],
    ['let x = 1;\n\nmissing()', "ReferenceError at line 3: 'missing' is not defined"],
    ['throw "plain"', 'the script threw plain'],
    ['throw { code: 5 }', '{"code":5}'],
    ['throw null', 'the script threw null'],
    ['throw new Error("x".repeat(10000))', 'Error at line 1: xxx'],
    ['10n', 'TypeError'],
    ['const a = {}; a.a = a; a', 'TypeError'],
    ['Promise.resolve(1)', 'its result is a promise'],
    ["execution.setVariable('__proto__', 1)", 'a variable name of 1 to 255 characters'],
    ['execution.setVariable(5, 1)', 'a variable name of 1 to 255 characters'],
    ['JSON.parse(\'{"a":{"__proto__":1}}\')', '/result/a/__proto__: Expected a name other than'],
    ['"a\\u0000b"', 'Expected a text without NUL characters'],
    ["execution.setVariable('a\\u0000b', 1)", 'Expected a text without NUL characters'],
  ])('that does %s fails with a message', async (source, message) => {
    const failure = await failureOf(source);
    expect(failure).toContain(message);
    expect(failure.length).toBeLessThanOrEqual(500);
  });
});

describe('a hostile script', () => {
  it.each([
    ['an endless loop', 'for (;;) {}', 'longer than its limit of 1 s'],
    ['a loop that catches everything', 'for (;;) { try { for (;;) {} } catch (e) {} }', 'longer than'],
    ['a pattern bomb', '/(a+)+$/.test("a".repeat(40) + "b")', 'longer than its limit of 1 s'],
    ['a text bomb', 'let s = "x"; for (;;) s += s', 'string too long|more memory than its limit of 32 MB'],
    ['deep recursion', 'function f() { f(); } f()', 'its stack is limited to 96 KB'],
    ['recursion in data', 'let a = []; for (let i = 0; i < 5000; i++) a = [a]; a', 'too deeply'],
    ['a result too large', '"x".repeat(1100000)', 'at most 1048576 characters of JSON'],
    ['a forged outcome', 'Object.prototype.toJSON = () => 1; 5', 'left no outcome'],
    ['an outcome without variables', 'Object.prototype.toJSON = () => ({}); 5', 'left no outcome'],
  ])(
    'is stopped: %s',
    async (_, source, message) => {
      expect(await failureOf(source)).toMatch(new RegExp(message));
    },
    20_000,
  );

  it('ends on a list bomb', async () => {
    expect(await failureOf('const l = []; for (;;) l.push(new Array(1000).fill(1))')).toMatch(
      /memory|longer/,
    );
  }, 20_000);

  it('finds no way to the host', async () => {
    const outcome = await runScript(
      `const g = execution.getVariable.constructor('return globalThis')();
       ['process', 'require', 'fetch', 'setTimeout', 'console', 'WebAssembly', 'std', 'os'].filter((name) => name in g)`,
      {},
    );
    expect(outcome).toMatchObject({ kind: 'completed', result: [] });
  });

  it('cannot import modules', async () => {
    expect(await failureOf('import("fs")')).not.toBe('completed');
    expect(await failureOf('import fs from "fs"')).toContain('SyntaxError');
  });

  it('is refused when it is too long', async () => {
    expect(await failureOf('1;'.repeat(40_000))).toBe(
      'expected a script of at most 65536 characters, found 80000',
    );
  });

  it('cannot keep its changes of built-ins for the next script', async () => {
    await runScript('JSON.stringify = () => "{}"; Array.prototype.map = null', {});
    expect(await runScript('[1].map((x) => x + 1)', {})).toMatchObject({ result: [2] });
  });
});
