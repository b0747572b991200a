import { describe, expect, it } from 'vitest';
import { bpmn, flow, messagesOf, modelOf } from '../testing/bpmn.ts';

const choice = (condition: string) =>
  bpmn(`<startEvent id="s"/><exclusiveGateway id="g" default="d"/><endEvent id="e"/><endEvent id="f"/>${flow('s', 'g')}
    <sequenceFlow id="c" name="big&#10;one" sourceRef="g" targetRef="e">${condition}</sequenceFlow>${flow('g', 'f', undefined, 'd')}`);
const written = (attributes: string, body: string) =>
  choice(`<conditionExpression xsi:type="tFormalExpression" ${attributes}>${body}</conditionExpression>`);
const conditionOf = async (xml: string) => (await modelOf(xml)).flows.find(({ id }) => id === 'c')?.condition;

describe('conditions', () => {
  it.each([
    ['', '${amount > 3}', 'juel', '${amount > 3}'],
    ['', '#{amount > 3}', 'juel', '${amount > 3}'],
    ['', '= amount > 3', 'feel', 'amount > 3'],
    ['', 'amount > 3', 'feel', 'amount > 3'],
    ['', '<![CDATA[amount < 3]]>', 'feel', 'amount < 3'],
    ['language="feel"', 'amount > 3', 'feel', 'amount > 3'],
    ['language="https://www.omg.org/spec/DMN/20191111/FEEL/"', 'amount > 3', 'feel', 'amount > 3'],
    ['language="http://www.w3.org/1999/XPath"', '${amount > 3}', 'juel', '${amount > 3}'],
  ])('with %s %s are %s', async (attributes, body, language, source) => {
    expect(await conditionOf(written(attributes, body))).toEqual({ language, source });
  });

  it('without a type are the same', async () => {
    expect(await conditionOf(choice('<conditionExpression>=a</conditionExpression>'))).toEqual({
      language: 'feel',
      source: 'a',
    });
  });

  it.each([
    [
      'language="javascript"',
      'a',
      "Expected a condition in FEEL or JUEL, but found the language 'javascript'",
    ],
    [
      'language="http://www.w3.org/1999/XPath"',
      'a',
      "Expected a condition in ${…}, but found 'a' in the language 'http://www.w3.org/1999/XPath'",
    ],
    ['camunda:resource="a.js"', 'a', "Expected the condition in the file, but found camunda:resource 'a.js'"],
    ['', ' ', 'Expected a condition, but found an empty conditionExpression'],
  ])('with %s %j are refused', async (attributes, body, message) => {
    expect(await messagesOf(written(attributes, body))).toEqual([message]);
  });

  it('stand on flows with names', async () => {
    const { flows } = await modelOf(written('', 'a'));
    expect(flows[1]).toMatchObject({ id: 'c', name: 'big one', sourceId: 'g', targetId: 'e' });
    expect(flows[0]).toMatchObject({ id: 's-g', name: null, condition: null });
  });
});
