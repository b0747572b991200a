import { duration, FeelDate, FeelDateTime, FeelTime, parseDate } from 'feelin';
import { describe, expect, it } from 'vitest';
import { typeNamed } from '../testing/decision.ts';
import { conform, type DecisionType, fromText, nameOfType } from './decision-type.ts';

const number = typeNamed('number');
const numbers: DecisionType = { kind: 'list', item: number, allowed: null };
const person: DecisionType = {
  kind: 'context',
  entries: [
    { name: 'born', type: typeNamed('date') },
    { name: 'age', type: number },
  ],
  allowed: null,
};
const small: DecisionType = { kind: 'simple', name: 'number', allowed: '< 10' };
const passes = (_: string, value: unknown) => typeof value === 'number' && value < 10;
const born = parseDate('2000-01-01');

describe('a value of a type', () => {
  it.each([
    ['number', number, 5, 5],
    ['number', number, '5', undefined],
    ['number', number, null, null],
    ['number', number, [5], 5],
    ['list of number', numbers, [1, 2], [1, 2]],
    ['list of number', numbers, 1, [1]],
    ['list of number', numbers, [1, 'a'], undefined],
    ['context', person, { born, age: 5, more: 1 }, { born, age: 5, more: 1 }],
    ['context', person, { born }, undefined],
    ['context', person, { born, age: 'five' }, undefined],
    ['context', person, 'person', undefined],
    ['number', small, 9, 9],
    ['number', small, 10, undefined],
    ['any', { kind: 'any' } as const, 'x', 'x'],
    ['function', { kind: 'function' } as const, 'x', undefined],
    ['years and months duration', typeNamed('years and months duration'), duration('P1D'), undefined],
    ['days and time duration', typeNamed('days and time duration'), duration('P1Y'), undefined],
  ])('of type %s', (name, type, value, expected) => {
    expect(nameOfType(type)).toBe(name);
    expect(conform(value, type, passes)).toEqual(expected);
  });

  it('that is a date stands for its midnight', () => {
    expect(conform(born, typeNamed('date and time'), passes)).toBeInstanceOf(FeelDateTime);
  });

  it('that is a text is read as the type says', () => {
    expect(fromText('2026-01-31', typeNamed('date'))).toBeInstanceOf(FeelDate);
    expect(fromText('2026-01-31T10:00:00Z', typeNamed('date'))).toBeInstanceOf(FeelDateTime);
    expect(fromText('10:00:00', typeNamed('time'))).toBeInstanceOf(FeelTime);
    expect(
      fromText(['P1D'], { kind: 'list', item: typeNamed('days and time duration'), allowed: null }),
    ).toEqual([duration('P1D')]);
    expect(fromText({ born: '2000-01-01', age: 5 }, person)).toEqual({ born, age: 5 });
    expect(fromText('soon', typeNamed('date'))).toBe('soon');
    expect(fromText('5', number)).toBe('5');
  });
});
