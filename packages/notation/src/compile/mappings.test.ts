import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const task = (extensions: string) =>
  around(`<task id="x"><extensionElements>${extensions}</extensionElements></task>`);

describe('parameters', () => {
  it('are Camunda’s', async () => {
    const node = nodeIn(
      await modelOf(
        task(`<camunda:inputOutput><camunda:inputParameter name="a">text</camunda:inputParameter>
        <camunda:inputParameter name="empty"/>
        <camunda:outputParameter name="b">\${c + 1}</camunda:outputParameter></camunda:inputOutput>`),
      ),
      'task',
    );
    expect(node.inputs).toEqual([
      { target: 'a', expression: { language: 'literal', source: 'text' } },
      { target: 'empty', expression: { language: 'literal', source: '' } },
    ]);
    expect(node.outputs).toEqual([{ target: 'b', expression: { language: 'juel', source: '${c + 1}' } }]);
  });

  it('are Zeebe’s', async () => {
    const node = nodeIn(
      await modelOf(
        task(
          '<zeebe:ioMapping><zeebe:input source="=a" target="b"/><zeebe:output source="=c" target="d"/></zeebe:ioMapping>',
        ),
      ),
      'task',
    );
    expect(node.inputs).toEqual([{ target: 'b', expression: { language: 'feel', source: 'a' } }]);
    expect(node.outputs).toEqual([{ target: 'd', expression: { language: 'feel', source: 'c' } }]);
  });

  it.each([
    ['<camunda:list><camunda:value>1</camunda:value></camunda:list>', 'camunda:list'],
    ['<camunda:map><camunda:entry key="k">1</camunda:entry></camunda:map>', 'camunda:map'],
    ['<camunda:script scriptFormat="groovy">1</camunda:script>', 'camunda:script'],
  ])('are refused with %s', async (definition, what) => {
    const xml = task(
      `<camunda:inputOutput><camunda:inputParameter name="a">${definition}</camunda:inputParameter></camunda:inputOutput>`,
    );
    expect(await messagesOf(xml)).toEqual([
      `Expected parameters of text or an expression, but found a ${what} for 'a'`,
    ]);
  });

  it('are refused with names that are no variables', async () => {
    expect(
      await marksOf(task('<zeebe:ioMapping><zeebe:input source="=a" target="b.c"/></zeebe:ioMapping>')),
    ).toEqual(['!variable-name x']);
    expect(
      await marksOf(task('<zeebe:ioMapping><zeebe:input source="=a" target="__proto__"/></zeebe:ioMapping>')),
    ).toEqual(['!variable-name x']);
    expect(await marksOf(task('<zeebe:ioMapping><zeebe:input/></zeebe:ioMapping>'))).toEqual([
      '!variable-name x',
    ]);
    const unnamed =
      '<camunda:inputOutput><camunda:inputParameter><camunda:list/></camunda:inputParameter></camunda:inputOutput>';
    expect(await marksOf(task(unnamed))).toEqual(['!not-executable x']);
  });

  it('are refused where nothing evaluates them', async () => {
    const mapped = '<extensionElements><camunda:inputOutput/></extensionElements>';
    const xml = bpmn(`<startEvent id="s"/><endEvent id="e">${mapped}</endEvent>${flow('s', 'e')}`);
    expect(await marksOf(xml)).toEqual(['!not-executable e']);
  });
});
