import { describe, expect, it } from 'vitest';
import { chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('duplicate-catch');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );
const two = (first: string, second: string) =>
  rooted(
    chain(
      `<task id="x"/><boundaryEvent id="b" attachedToRef="x">${first}</boundaryEvent><boundaryEvent id="c" attachedToRef="x">${second}</boundaryEvent>${flow('b', 'e')}${flow('c', 'e')}`,
      'x',
    ),
  );
const message = '<messageEventDefinition messageRef="m"/>';
const signal = '<signalEventDefinition signalRef="si"/>';
const eventSub = (start: string, id = 'sub', attributes = '') =>
  `<subProcess id="${id}" triggeredByEvent="true" ${attributes}><startEvent id="${id}s">${start}</startEvent><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}</subProcess>`;

describe('duplicate-catch', () => {
  it.each([
    ['one error and every error', two('<errorEventDefinition errorRef="er"/>', '<errorEventDefinition/>')],
    [
      'two timers',
      two(
        '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>',
        '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>',
      ),
    ],
    [
      'the same in different scopes',
      rooted(
        chain(
          `${eventSub('<errorEventDefinition/>')}<subProcess id="x"><startEvent id="is"/>${eventSub('<errorEventDefinition/>', 'inner')}</subProcess>`,
          'x',
        ),
      ),
    ],
    [
      'a signal beside one that does not interrupt',
      two(signal, signal).replace('id="b"', 'id="b" cancelActivity="false"'),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'one error twice',
      two('<errorEventDefinition errorRef="er"/>', '<errorEventDefinition errorRef="er"/>'),
      ['!duplicate-catch c'],
    ],
    [
      'every escalation twice',
      two('<escalationEventDefinition/>', '<escalationEventDefinition/>'),
      ['!duplicate-catch c'],
    ],
    [
      'compensation twice',
      two('<compensateEventDefinition/>', '<compensateEventDefinition/>'),
      ['!duplicate-catch c'],
    ],
    ['one message twice', two(message, message), ['!duplicate-catch c']],
    ['one interrupting signal twice', two(signal, signal), ['!duplicate-catch c']],
    [
      'two starts by one message',
      rooted(
        chain('<task id="x"/>', 'x').replace(
          '<task',
          `<startEvent id="m1">${message}</startEvent><startEvent id="m2">${message}</startEvent>${flow('m1', 'x')}${flow('m2', 'x')}<task`,
        ),
      ),
      ['!duplicate-catch m2'],
    ],
    [
      'two subprocesses for one error',
      rooted(
        chain(
          `<task id="x"/>${eventSub('<errorEventDefinition/>')}${eventSub('<errorEventDefinition/>', 'other')}`,
          'x',
        ),
      ),
      ['!duplicate-catch others'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
