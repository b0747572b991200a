import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const timer = (content: string) =>
  around(
    `<intermediateCatchEvent id="x"><timerEventDefinition>${content}</timerEventDefinition></intermediateCatchEvent>`,
  );

describe('events', () => {
  it.each([
    ['<timeDuration xsi:type="tFormalExpression">PT5M</timeDuration>', 'duration', 'literal', 'PT5M'],
    ['<timeDate>2026-03-01T09:00:00Z</timeDate>', 'date', 'literal', '2026-03-01T09:00:00Z'],
    ['<timeDuration>${wait}</timeDuration>', 'duration', 'juel', '${wait}'],
    ['<timeDate>=due</timeDate>', 'date', 'feel', 'due'],
  ])('wait for %s', async (content, kind, language, source) => {
    expect(nodeIn(await modelOf(timer(content)), 'timerCatchEvent').timer).toEqual({
      kind,
      expression: { language, source },
    });
  });

  it('do not wait in cycles', async () => {
    expect(await messagesOf(timer('<timeCycle>R3/PT1H</timeCycle>'))).toEqual([
      "Expected an element this engine executes, but found intermediate catch event 'x' (intermediateCatchEvent with timeCycle)",
    ]);
  });

  it.each([
    [
      '<intermediateCatchEvent id="x" name="A&#10;B"/>',
      "'A B' (intermediateCatchEvent without event definition)",
    ],
    [
      '<intermediateCatchEvent id="x"><timerEventDefinition/><signalEventDefinition/></intermediateCatchEvent>',
      '(intermediateCatchEvent with timerEventDefinition and signalEventDefinition)',
    ],
    ['<intermediateThrowEvent id="x"/>', '(intermediateThrowEvent)'],
    [
      '<intermediateThrowEvent id="x"><escalationEventDefinition/></intermediateThrowEvent>',
      '(intermediateThrowEvent with escalationEventDefinition)',
    ],
  ])('are refused by name: %s', async (element, words) => {
    expect(await messagesOf(around(element))).toContainEqual(expect.stringContaining(words));
  });

  it('may end everything', async () => {
    const xml = bpmn(
      `<startEvent id="s"/><endEvent id="x"><terminateEventDefinition/></endEvent>${flow('s', 'x')}`,
    );
    expect(nodeIn(await modelOf(xml), 'terminateEndEvent').id).toBe('x');
  });

  it.each(['<errorEventDefinition/>', '<terminateEventDefinition/><signalEventDefinition/>'])(
    'may not end with %s',
    async (definition) => {
      const xml = bpmn(`<startEvent id="s"/><endEvent id="x">${definition}</endEvent>${flow('s', 'x')}`);
      expect(await messagesOf(xml)).toEqual([expect.stringContaining("found end event 'x' (endEvent with")]);
    },
  );

  it('may not start with a message', async () => {
    const xml = bpmn(
      `<startEvent id="x"><messageEventDefinition/></startEvent><endEvent id="e"/>${flow('x', 'e')}`,
    );
    expect(await messagesOf(xml)).toEqual([
      "Expected an element this engine executes, but found start event 'x' (startEvent with messageEventDefinition)",
    ]);
  });
});
