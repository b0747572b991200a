import { describe, expect, it } from 'vitest';
import { evaluateJuel } from './evaluate.ts';
import { callFunction } from './functions.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

function run(expression: string): unknown {
  return evaluateJuel({ source: `\${${expression}}` }, { x: 5, nothing: null }, NOW);
}

describe('a function', () => {
  it.each([
    ["execution.getVariable('x')", 5],
    ["execution.getVariable('nothing')", null],
    ["execution.getVariable('missing')", null],
    ["execution.getVariable('__proto__')", null],
    ["execution.hasVariable('x')", true],
    ["execution.hasVariable('toString')", false],
    ['now()', '2026-01-31T12:00:00.000Z'],
    ["dateTime('2026-02-01')", '2026-02-01T00:00:00.000Z'],
  ])('%s', (expression, expected) => {
    expect(run(expression)).toBe(expected);
  });

  it.each([
    ['now(1)', "expected 0 arguments for 'now', found 1"],
    ['execution.getVariable()', "expected 1 arguments for 'execution.getVariable', found 0"],
    ['execution.getVariable(x)', 'expected a text as variable name, found number'],
    ['dateTime(x)', "expected a text for 'dateTime', found number"],
    ["dateTime('x')", 'expected an ISO-8601 date'],
    ['execution', "unknown variable 'execution'"],
  ])('fails: %s', (expression, message) => {
    expect(() => run(expression)).toThrow(message);
  });

  it.each([
    ['execution.businessKey', 'b-1'],
    ['execution.processBusinessKey', 'b-1'],
    ['execution.getProcessBusinessKey()', 'b-1'],
    ['empty execution.businessKey', false],
    ["execution.currentActivityId == 'work'", true],
  ])('reads what is known of the execution: %s', (expression, expected) => {
    const execution = () => ({ businessKey: 'b-1', processBusinessKey: 'b-1', currentActivityId: 'work' });
    const read = (text: string) => evaluateJuel({ source: `\${${text}}` }, {}, NOW, execution);
    expect(read(expression)).toBe(expected);
    expect(() => read('execution.engineServices')).toThrow("unknown property 'engineServices'");
    expect(() => read('execution')).toThrow("unknown variable 'execution'");
    expect(evaluateJuel({ source: '${execution.id}' }, { execution: { id: 5 } }, NOW, execution)).toBe(5);
  });

  it('must be on the list', () => {
    expect(() => callFunction('eval', [], { variables: {}, now: NOW }, 3)).toThrow("unknown function 'eval'");
  });
});
