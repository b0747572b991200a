import { describe, expect, it } from 'vitest';
import { around, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const feel = (source: string) => ({ language: 'feel', source });

describe('subprocesses', () => {
  const inner = `<startEvent id="is"/><task id="t"/><endEvent id="ie"/>${flow('is', 't')}${flow('t', 'ie')}`;

  it('are transactions', async () => {
    expect(
      nodeIn(await modelOf(around(`<transaction id="x">${inner}</transaction>`)), 'transaction').id,
    ).toBe('x');
  });

  it('are ad hoc', async () => {
    const adHoc = async (attributes: string, content: string) =>
      nodeIn(
        await modelOf(
          around(`<adHocSubProcess id="x" ${attributes}>${content}<task id="t"/></adHocSubProcess>`),
        ),
        'adHocSubProcess',
      );
    expect(await adHoc('', '')).toMatchObject({
      ordering: 'parallel',
      completionCondition: null,
      cancelRemainingInstances: true,
      activeElements: null,
    });
    expect(
      await adHoc(
        'ordering="Sequential" cancelRemainingInstances="false"',
        '<extensionElements><zeebe:adHoc activeElementsCollection="=ids"/></extensionElements>',
      ),
    ).toMatchObject({ ordering: 'sequential', cancelRemainingInstances: false, activeElements: feel('ids') });
    const completing = around(
      '<adHocSubProcess id="x"><task id="t"/><completionCondition xsi:type="tFormalExpression">done</completionCondition></adHocSubProcess>',
    );
    expect(nodeIn(await modelOf(completing), 'adHocSubProcess').completionCondition).toEqual(feel('done'));
  });

  it('may not collect ad hoc', async () => {
    const xml = around(
      '<adHocSubProcess id="x"><extensionElements><zeebe:adHoc outputCollection="a"/></extensionElements><task id="t"/></adHocSubProcess>',
    );
    expect(await marksOf(xml)).toEqual(['!not-executable x']);
  });
});
