import { expect, it } from 'vitest';
import { elementTypeWords } from './element-types.ts';

it.each([
  ['userTask', 'User task'],
  ['bpmn:ExclusiveGateway', 'Exclusive gateway'],
  ['start_event', 'Start event'],
])('writes %s as %s', (type, words) => {
  expect(elementTypeWords(type)).toBe(words);
});
