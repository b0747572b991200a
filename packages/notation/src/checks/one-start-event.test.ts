import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks, complaints } = judging('one-start-event');

describe('one-start-event', () => {
  it('accepts one in every scope', async () => {
    expect(await marks(around(subProcess('<startEvent id="is"/>')))).toEqual([]);
  });

  it.each([
    [
      'none in a process',
      bpmn('<task id="x"/>'),
      "Expected one none start event in process 'p', but found none",
    ],
    [
      'two in a process',
      bpmn(`<startEvent id="a"/><startEvent id="b"/>${flow('a', 'x')}${flow('b', 'x')}<task id="x"/>`),
      "Expected one none start event in process 'p', but found 'a', 'b'",
    ],
    [
      'none in a subprocess',
      around(subProcess('')),
      "Expected one none start event in subprocess 'x', but found none",
    ],
  ])('refuses %s', async (_name, xml, message) => {
    expect(await complaints(xml)).toEqual([message]);
  });

  it('says nothing where another start event is refused already', async () => {
    const xml = bpmn('<startEvent id="s"><messageEventDefinition/></startEvent>');
    expect(await marks(xml)).toEqual([]);
  });
});
