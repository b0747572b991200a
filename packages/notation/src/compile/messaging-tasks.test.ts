import { describe, expect, it } from 'vitest';
import { around, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const withRoots = (xml: string, roots: string) => xml.replace('<process', `${roots}<process`);
const message = '<message id="m" name="Paid"/>';

describe('tasks', () => {
  it('pass, or are somebody’s own affair', async () => {
    expect(nodeIn(await modelOf(around('<task id="x"/>')), 'task').loop).toBeNull();
    expect(nodeIn(await modelOf(around('<manualTask id="x"/>')), 'manualTask').type).toBe('manualTask');
  });

  it('receive', async () => {
    const xml = withRoots(around('<receiveTask id="x" messageRef="m"/>'), message);
    expect(nodeIn(await modelOf(xml), 'receiveTask')).toMatchObject({
      message: { name: literal('Paid'), correlationKey: null },
      instantiate: false,
    });
    expect(nodeIn(await modelOf(around('<receiveTask id="x"/>')), 'receiveTask').message).toBeNull();
  });

  it('send by the engine, by a worker, or by whoever finds the job', async () => {
    const workOf = async (xml: string) => nodeIn(await modelOf(withRoots(xml, message)), 'sendTask').work;
    expect(await workOf(around('<sendTask id="x" messageRef="m"/>'))).toEqual({
      kind: 'message',
      name: literal('Paid'),
      correlationKey: null,
    });
    expect(
      await workOf(around('<sendTask id="x" messageRef="m" camunda:type="external" camunda:topic="t"/>')),
    ).toMatchObject({ kind: 'job', jobType: literal('t') });
    expect(await workOf(around('<sendTask id="x"/>'))).toMatchObject({ kind: 'job', jobType: literal('x') });
    expect(await marksOf(around('<sendTask id="x"/>'))).toEqual(['job-type x']);
    expect(await marksOf(around('<sendTask id="x" camunda:expression="${a}"/>'))).toEqual([
      '!not-executable x',
    ]);
  });
});
