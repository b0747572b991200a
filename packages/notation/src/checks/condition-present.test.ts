import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('condition-present');

describe('condition-present', () => {
  it.each([
    [
      'a condition',
      around(
        '<intermediateCatchEvent id="x"><conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition></intermediateCatchEvent>',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'none',
      around('<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>'),
      ['!condition-present x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
