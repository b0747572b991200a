import { describe, expect, it } from 'vitest';
import { bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('event-gateway');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );
const waiting = (targets: string, attributes = '', more = '') =>
  rooted(
    bpmn(
      `<startEvent id="s"/><eventBasedGateway id="g" ${attributes}/>${targets}${more}${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}`,
    ),
  );
const caught = (id: string, definition: string) =>
  `<intermediateCatchEvent id="${id}">${definition}</intermediateCatchEvent>`;

describe('event-gateway', () => {
  it('warns of one flow', async () => {
    const event = caught(
      'a',
      '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>',
    );
    const xml = bpmn(
      `<startEvent id="s"/><eventBasedGateway id="g"/>${event}${flow('s', 'g')}${flow('g', 'a')}`,
    );
    expect(await marks(xml)).toEqual(['event-gateway g']);
  });

  it.each([
    [
      'messages, signals, timers and conditions',
      waiting(
        caught('a', '<messageEventDefinition messageRef="m"/><signalEventDefinition signalRef="si"/>') +
          caught('b', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
      ),
    ],
    [
      'receive tasks and timers',
      waiting(
        '<receiveTask id="a" messageRef="m"/>' +
          caught('b', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'a task',
      waiting(`${caught('a', '<messageEventDefinition messageRef="m"/>')}<task id="b"/>`),
      ['!event-gateway g'],
    ],
    [
      'a link',
      waiting(
        caught('a', '<messageEventDefinition messageRef="m"/>') +
          caught('b', '<linkEventDefinition name="l"/>'),
      ),
      ['!event-gateway g'],
    ],
    [
      'messages both ways',
      waiting(
        `<receiveTask id="a" messageRef="m"/>${caught('b', '<messageEventDefinition messageRef="m"/>')}`,
      ),
      ['!event-gateway g'],
    ],
    [
      'another way to the event',
      waiting(
        caught('a', '<messageEventDefinition messageRef="m"/>') +
          caught('b', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
        '',
        `<task id="y"/>${flow('y', 'b')}`,
      ),
      ['!event-gateway g'],
    ],
    [
      'a border on a receive task',
      waiting(
        '<receiveTask id="a" messageRef="m"/>' +
          caught('b', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
        '',
        `<boundaryEvent id="be" attachedToRef="a"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>`,
      ),
      ['!event-gateway g'],
    ],
    [
      'no flow',
      bpmn(`<startEvent id="s"/><eventBasedGateway id="g"/>${flow('s', 'g')}`),
      ['!event-gateway g'],
    ],
    [
      'all of the events on the way',
      waiting(
        caught('a', '<messageEventDefinition messageRef="m"/>') +
          caught('b', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
        'eventGatewayType="Parallel"',
      ),
      ['!event-gateway g'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
