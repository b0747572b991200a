import { expect, test } from 'vitest';
import { detectFormat } from './detect-format.ts';

test.each([
  [
    'bpmn_xml',
    '\ufeff<?xml version="1.0"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    1,
  ],
  ['bpmn_xml', '<html></html>', 0.8],
  ['json', ' {"name":"Leave","activities":[],"flows":[]}', 1],
  ['json', '{}', 1],
  ['json', '[1, 2]', 0.7],
  ['apg_dsl', '# onboarding\nWORKFLOW "Employee Onboarding"\nSTART "New Employee"\n', 0.98],
  ['apg_dsl', 'START "New"\nUSER_TASK forms "Complete Forms"\n  duration: "2h"\nEND "Complete"', 0.85],
  ['yaml', 'name: Leave\nactivities:\n  - id: start\n    type: startEvent\nflows: []', 0.95],
  ['yaml', '---\nsomething: 1', 0.95],
  ['yaml', 'a: 1\nb: 2', 0.6],
  ['natural_language', 'When an order arrives, the clerk checks the stock. Then the process ends.', 0.75],
  ['natural_language', '- The clerk checks the stock\n- The manager approves', 0.7],
  ['natural_language', 'check the stock', 0.3],
  ['natural_language', '', 0],
  ['natural_language', '!?', 0],
] as const)('%s is recognised in %j with a confidence of %d', (format, text, confidence) => {
  expect(detectFormat(text)).toMatchObject({ format, confidence });
});

test('every guess has its reason', () => {
  expect(detectFormat('name: Leave\nflows: []\n').reasons).toEqual([
    'Lines begin with name, flows and a colon.',
  ]);
  expect(detectFormat('').reasons).toEqual(['There is no text.']);
  expect(detectFormat('??? !!!').reasons).toEqual(['It looks like none of the forms.']);
});

test('a sentence with a colon in it is no YAML, and a quoted word in capitals no DSL', () => {
  expect(detectFormat('Note: the clerk checks the stock. Then it is shipped.').format).toBe(
    'natural_language',
  );
  expect(detectFormat('If the state is NEW "and only then", the clerk checks it.').format).toBe(
    'natural_language',
  );
});
