import { describe, expect, it } from 'vitest';
import { around, modelOf, nodeIn } from '../testing/bpmn.ts';

const roots = `<message id="m" name="Paid"/><message id="k"/>
  <signal id="si" name="Alarm"/><error id="er" errorCode="E1"/>
  <error id="bare"/>
  <escalation id="es" escalationCode="L1"/>`;
const withRoots = (xml: string) => xml.replace('<process', `${roots}<process`);

const caught = async (definition: string) =>
  nodeIn(
    await modelOf(withRoots(around(`<intermediateCatchEvent id="x">${definition}</intermediateCatchEvent>`))),
    'intermediateCatchEvent',
  ).triggers;

describe('timers', () => {
  it.each([
    ['<timeDuration xsi:type="tFormalExpression">PT5M</timeDuration>', 'duration', 'literal', 'PT5M'],
    ['<timeDate>2026-03-01T09:00:00Z</timeDate>', 'date', 'literal', '2026-03-01T09:00:00Z'],
    ['<timeDuration>${wait}</timeDuration>', 'duration', 'juel', '${wait}'],
    ['<timeDate>=due</timeDate>', 'date', 'feel', 'due'],
    ['<timeCycle>R3/PT1H</timeCycle>', 'cycle', 'literal', 'R3/PT1H'],
    ['<timeCycle>0 0/5 * * * ?</timeCycle>', 'cycle', 'literal', '0 0/5 * * * ?'],
  ])('wait for %s', async (content, kind, language, source) => {
    expect(await caught(`<timerEventDefinition>${content}</timerEventDefinition>`)).toEqual([
      { kind: 'timer', timer: { kind, expression: { language, source } } },
    ]);
  });
});
