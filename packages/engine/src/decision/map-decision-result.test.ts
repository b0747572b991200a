import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { mapDecisionResult } from './map-decision-result.ts';

const none: readonly JsonObject[] = [];
const one = [{ a: 1 }];
const wide = [{ a: 1, b: 2 }];
const many = [{ a: 1 }, { a: 2 }];

describe('the result of a decision as a variable', () => {
  it.each([
    ['singleEntry', none, null],
    ['singleEntry', one, 1],
    ['singleResult', none, null],
    ['singleResult', wide, { a: 1, b: 2 }],
    ['collectEntries', none, []],
    ['collectEntries', many, [1, 2]],
    ['resultList', none, []],
    ['resultList', many, [{ a: 1 }, { a: 2 }]],
  ] as const)('%s of %j', (mapping, rows, expected) => {
    expect(mapDecisionResult({ decisionName: 'd', rows }, mapping)).toEqual(expected);
  });

  it.each([
    ['singleEntry', many, 'expected at most one result, found 2'],
    ['singleResult', many, 'expected at most one result, found 2'],
    ['singleEntry', wide, 'expected one output, found 2'],
    ['collectEntries', wide, 'expected one output, found 2'],
  ] as const)('%s refuses %j', (mapping, rows, message) => {
    expect(() => mapDecisionResult({ decisionName: 'd', rows }, mapping)).toThrow(message);
  });
});
