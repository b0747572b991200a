import { describe, expect, it } from 'vitest';
import { around, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

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
      { target: 'empty', expression: { language: 'feel', source: 'null' } },
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

  const valueIn = async (definition: string) =>
    nodeIn(
      await modelOf(
        task(
          `<camunda:inputOutput><camunda:inputParameter name="a">${definition}</camunda:inputParameter></camunda:inputOutput>`,
        ),
      ),
      'task',
    ).inputs[0]?.expression;

  it('are lists and maps, one in the other', async () => {
    const list =
      '<camunda:list><camunda:value>${1+1}</camunda:value><camunda:script scriptFormat="feel">b</camunda:script></camunda:list>';
    const items = [
      { language: 'juel', source: '${1+1}' },
      { language: 'feel', source: 'b' },
    ];
    const asList = { language: 'list', source: '[${1+1}, b]', items };
    expect(await valueIn(list)).toEqual(asList);
    expect(
      await valueIn(
        `<camunda:map><camunda:entry key="k">${list}</camunda:entry><camunda:entry key="l">1</camunda:entry></camunda:map>`,
      ),
    ).toEqual({
      language: 'map',
      source: '{k: [${1+1}, b], l: 1}',
      entries: [
        { key: 'k', value: asList },
        { key: 'l', value: { language: 'literal', source: '1' } },
      ],
    });
  });

  it.each([
    ['Groovy', 'return 1 + 1;', '${1 + 1}'],
    ['javascript', "a === 'b' ? 1 : 2", "${a == 'b' ? 1 : 2}"],
    ['juel', 'a + 1', '${a + 1}'],
    ['juel', '${a} b', '${a} b'],
  ])('are scripts of operators alone: %s %s', async (format, script, source) => {
    expect(
      await valueIn(`<camunda:script scriptFormat="${format}"><![CDATA[ ${script} ]]></camunda:script>`),
    ).toEqual({ language: 'juel', source });
  });

  it.each([
    ['<camunda:script scriptFormat="groovy">x = 1</camunda:script>', "camunda:script in 'groovy'"],
    ['<camunda:script scriptFormat="groovy">list.size()</camunda:script>', "camunda:script in 'groovy'"],
    ['<camunda:script scriptFormat="python">lambda a: a</camunda:script>', "camunda:script in 'python'"],
    ['<camunda:script scriptFormat="javascript"/>', "camunda:script in 'javascript'"],
    [
      '<camunda:list><camunda:script scriptFormat="groovy">a()</camunda:script></camunda:list>',
      "camunda:script in 'groovy'",
    ],
    [
      '<camunda:script scriptFormat="groovy" resource="a.groovy"></camunda:script>',
      'camunda:script in another file',
    ],
    ['<camunda:map><camunda:entry>1</camunda:entry></camunda:map>', 'camunda:entry without key'],
    [
      '<camunda:map><camunda:entry key="a"><camunda:script scriptFormat="groovy">a()</camunda:script></camunda:entry></camunda:map>',
      "camunda:script in 'groovy'",
    ],
  ])('are refused with %s', async (definition, what) => {
    const xml = task(
      `<camunda:inputOutput><camunda:inputParameter name="a">${definition}</camunda:inputParameter></camunda:inputOutput>`,
    );
    expect(await messagesOf(xml)).toEqual([
      `Expected parameters of values and expressions, but found a ${what} for 'a'`,
    ]);
  });

  it('are refused with names that are no variables', async () => {
    expect(
      await marksOf(task('<zeebe:ioMapping><zeebe:input source="=a" target="b.c"/></zeebe:ioMapping>')),
    ).toEqual(['!variable-name x']);
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const mapping = `<zeebe:ioMapping><zeebe:input source="=a" target="${name}"/></zeebe:ioMapping>`;
      expect(await messagesOf(task(mapping))).toEqual([
        `Expected the name of a parameter to be a variable name that is not reserved, but found '${name}'`,
      ]);
    }
    expect(await marksOf(task('<zeebe:ioMapping><zeebe:input/></zeebe:ioMapping>'))).toEqual([
      '!variable-name x',
    ]);
    const unnamed =
      '<camunda:inputOutput><camunda:inputParameter><camunda:list/></camunda:inputParameter></camunda:inputOutput>';
    expect(await marksOf(task(unnamed))).toEqual(['!variable-name x']);
  });

  it('are refused where nothing evaluates them', async () => {
    const mapped = '<extensionElements><camunda:inputOutput/></extensionElements>';
    const xml = around(`<parallelGateway id="x">${mapped}</parallelGateway>`);
    expect(await marksOf(xml)).toEqual(['!not-executable x']);
  });
});
