import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('event-definition');
const eventSub = (start: string, id = 'sub', attributes = '') =>
  `<subProcess id="${id}" triggeredByEvent="true" ${attributes}><startEvent id="${id}s">${start}</startEvent><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}</subProcess>`;
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );

describe('event-definition', () => {
  it.each([
    ['none start, none throw, none end', around('<intermediateThrowEvent id="x"/>')],
    [
      'a conditional start',
      bpmn(
        `<startEvent id="s"><conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition></startEvent>`,
      ),
    ],
    [
      'an error start of an event subprocess',
      chain(`<task id="x"/>${eventSub('<errorEventDefinition/>')}`, 'x'),
    ],
    ['a terminate end', bpmn('<startEvent id="s"/><endEvent id="e"><terminateEventDefinition/></endEvent>')],
    ['an escalation on a border', onBorder('<escalationEventDefinition/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'an error starting a process',
      bpmn('<startEvent id="s"><errorEventDefinition/></startEvent>'),
      ['!event-definition s'],
    ],
    [
      'a timer starting a subprocess',
      around(
        subProcess(
          '<startEvent id="is"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></startEvent>',
        ),
      ),
      ['!event-definition is'],
    ],
    [
      'nothing starting an event subprocess',
      chain(`<task id="x"/>${eventSub('')}`, 'x'),
      ['!event-definition subs'],
    ],
    ['nothing to catch', around('<intermediateCatchEvent id="x"/>'), ['!event-definition x']],
    [
      'an error to catch on the way',
      around('<intermediateCatchEvent id="x"><errorEventDefinition/></intermediateCatchEvent>'),
      ['!event-definition x'],
    ],
    [
      'a link among others',
      around(
        '<intermediateCatchEvent id="x"><linkEventDefinition name="l"/><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>',
      ),
      ['!event-definition x'],
    ],
    [
      'an error thrown on the way',
      around('<intermediateThrowEvent id="x"><errorEventDefinition/></intermediateThrowEvent>'),
      ['!event-definition x'],
    ],
    [
      'termination thrown on the way',
      around('<intermediateThrowEvent id="x"><terminateEventDefinition/></intermediateThrowEvent>'),
      ['!event-definition x'],
    ],
    ['termination on a border', onBorder('<terminateEventDefinition/>'), ['!event-definition b']],
    ['a link on a border', onBorder('<linkEventDefinition name="l"/>'), ['!event-definition b']],
    ['nothing on a border', onBorder(''), ['!event-definition b']],
    [
      'a timer at the end',
      bpmn(
        '<startEvent id="s"/><endEvent id="e"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></endEvent>',
      ),
      ['!event-definition e'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
