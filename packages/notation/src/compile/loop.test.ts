import { describe, expect, it } from 'vitest';
import { around, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const feel = (source: string) => ({ language: 'feel', source });
const juel = (source: string) => ({ language: 'juel', source });
const loopOf = async (loop: string, before = '') =>
  nodeIn(await modelOf(around(`<task id="x">${before}${loop}</task>`)), 'task').loop;
const formal = (tag: string, text: string) => `<${tag} xsi:type="tFormalExpression">${text}</${tag}>`;

describe('standard loops', () => {
  it('have a condition, a maximum, and test before or after', async () => {
    expect(
      await loopOf(
        `<standardLoopCharacteristics testBefore="true" loopMaximum="3">${formal('loopCondition', 'a &lt; 3')}</standardLoopCharacteristics>`,
      ),
    ).toEqual({ kind: 'standard', condition: feel('a < 3'), testBefore: true, maximum: feel('3') });
    expect(await loopOf('<standardLoopCharacteristics/>')).toEqual({
      kind: 'standard',
      condition: null,
      testBefore: false,
      maximum: null,
    });
  });
});

describe('multi-instances', () => {
  const plain = {
    kind: 'multiInstance',
    sequential: false,
    cardinality: null,
    collection: null,
    inputElement: null,
    outputCollection: null,
    outputElement: null,
    completionCondition: null,
    behaviorEvents: [],
  };
  const multi = (content: string, attributes = '') =>
    `<multiInstanceLoopCharacteristics ${attributes}>${content}</multiInstanceLoopCharacteristics>`;

  it.each([
    [
      multi(formal('loopCardinality', '5'), 'isSequential="true"'),
      { sequential: true, cardinality: feel('5') },
    ],
    [
      multi(formal('loopCardinality', '${n}') + formal('completionCondition', '${done}')),
      { cardinality: juel('${n}'), completionCondition: juel('${done}') },
    ],
    [
      multi('', 'camunda:collection="items" camunda:elementVariable="item"'),
      { collection: feel('items'), inputElement: 'item' },
    ],
    [multi('', 'camunda:collection="${items}"'), { collection: juel('${items}') }],
    [
      multi('<loopDataInputRef>items</loopDataInputRef><inputDataItem name="item"/>'),
      { collection: feel('items'), inputElement: 'item' },
    ],
    [
      multi(
        '<extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=result"/></extensionElements>',
      ),
      {
        collection: feel('items'),
        inputElement: 'item',
        outputCollection: 'results',
        outputElement: feel('result'),
      },
    ],
  ])('are %s', async (loop, expected) => {
    expect(await loopOf(loop)).toEqual({ ...plain, ...expected });
  });

  it('go over data and collect data', async () => {
    const before = `<ioSpecification><dataInput id="di" name="orders"/><dataOutput id="do" name="answers"/><inputSet/><outputSet/></ioSpecification>
      <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>di</targetRef></dataInputAssociation>
      <dataOutputAssociation><sourceRef>do</sourceRef><targetRef>out</targetRef></dataOutputAssociation>`;
    const loop = multi(
      '<loopDataInputRef>di</loopDataInputRef><loopDataOutputRef>do</loopDataOutputRef><inputDataItem id="ii" name="order"/><outputDataItem id="oi" name="answer"/>',
    );
    const xml = around(
      `<dataObject id="all" name="allOrders"/><dataObjectReference id="ref" dataObjectRef="all"/><dataObject id="out" name="allAnswers"/><task id="x">${before}${loop}</task>`,
    );
    const task = nodeIn(await modelOf(xml), 'task');
    expect(task.loop).toEqual({
      ...plain,
      collection: feel('allOrders'),
      inputElement: 'order',
      outputCollection: 'allAnswers',
      outputElement: feel('answer'),
    });
    expect(task.inputs).toEqual([]);
    expect(task.outputs).toEqual([]);
  });

  it('throw events', async () => {
    const signal = '<signal id="si" name="Done"/><signalEventDefinition id="sd" signalRef="si"/>';
    const eventsOf = async (loop: string) => {
      const xml = around(`<task id="x">${loop}</task>`).replace('<process', `${signal}<process`);
      const compiled = nodeIn(await modelOf(xml), 'task').loop;
      return compiled?.kind === 'multiInstance' ? compiled.behaviorEvents : null;
    };
    const throws = { kind: 'signal', name: { language: 'literal', source: 'Done' } };
    const cardinality = formal('loopCardinality', '2');
    expect(await eventsOf(multi(cardinality, 'behavior="One" oneBehaviorEventRef="sd"'))).toEqual([
      { when: 'one', condition: null, throws },
    ]);
    expect(await eventsOf(multi(cardinality, 'behavior="None" noneBehaviorEventRef="sd"'))).toEqual([
      { when: 'none', condition: null, throws },
    ]);
    const complex = `<complexBehaviorDefinition>${formal('condition', 'a')}<event><signalEventDefinition signalRef="si"/></event></complexBehaviorDefinition>`;
    expect(await eventsOf(multi(cardinality + complex, 'behavior="Complex"'))).toEqual([
      { when: 'complex', condition: feel('a'), throws },
    ]);
    expect(await eventsOf(multi(cardinality + complex, 'behavior="All"'))).toEqual([]);
  });

  it('let each instance rest before and after', async () => {
    const loopOf = async (attributes: string) => {
      const xml = around(`<task id="x">${multi(formal('loopCardinality', '2'), attributes)}</task>`);
      expect(await marksOf(xml)).toEqual([]);
      return nodeIn(await modelOf(xml), 'task').loop;
    };
    expect(await loopOf('camunda:asyncBefore="true"')).toMatchObject({ asyncBefore: true });
    expect(await loopOf('camunda:asyncAfter="true"')).toMatchObject({ asyncAfter: true });
    expect(await loopOf('')).not.toHaveProperty('asyncBefore');
  });
});
