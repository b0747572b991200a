import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('one-worker');
const throwing = (content: string) =>
  around(`<intermediateThrowEvent id="x">${content}</intermediateThrowEvent>`);
const sent = '<messageEventDefinition camunda:type="external" camunda:topic="post"/>';
const signalled = '<signalEventDefinition/>';
const compensating = '<compensateEventDefinition/>';

describe('one-worker', () => {
  it.each([
    ['a message a worker sends', sent],
    ['one beside a signal', sent + signalled],
    ['compensation alone', compensating + compensating],
    [
      'one beside a compensation nobody waits for',
      `${sent}<compensateEventDefinition waitForCompletion="false"/>`,
    ],
  ])('accepts %s', async (_name, content) => {
    expect(await marks(throwing(content))).toEqual([]);
  });

  it.each([
    ['two workers', sent + sent],
    ['a worker and a compensation', sent + compensating],
  ])('refuses %s', async (_name, content) => {
    expect(await marks(throwing(content))).toEqual(['!one-worker x']);
  });
});
