import { z } from 'zod';
import type { HttpClient } from './http-client.ts';

/** A process that was deployed, as starting it in this process needs it. */
export interface Deployed {
  readonly processId: string;
  readonly definitionId: string;
  readonly version: number;
}

const answer = z.object({
  data: z.object({ process_id: z.string(), definition_id: z.string(), version: z.int() }),
});

const message = (id: string, extension = ''): string =>
  `<message id="${id}" name="${id}">${extension}</message>`;
const byKey = '<extensionElements><zeebe:subscription correlationKey="=key" /></extensionElements>';

const between = (waits: string): string => `<startEvent id="start" />
  ${waits}
  <endEvent id="end" />
  <sequenceFlow id="f1" sourceRef="start" targetRef="wait" />
  <sequenceFlow id="f2" sourceRef="wait" targetRef="end" />`;

/** What each storm falls upon: BPMN 2.0 XML by the name of its process. */
const sources = {
  /** Waits until `due`. */
  storm_timer: {
    roots: '',
    content: between(
      `<intermediateCatchEvent id="wait"><timerEventDefinition><timeDate>=due</timeDate></timerEventDefinition></intermediateCatchEvent>`,
    ),
  },
  storm_signal: {
    roots: '<signal id="storm_signal_now" name="storm_signal_now" />',
    content: between(
      `<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="storm_signal_now" /></intermediateCatchEvent>`,
    ),
  },
  /** Waits for the message whose key is its variable `key`. */
  storm_message: {
    roots: message('storm_message_in', byKey),
    content: between(
      `<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="storm_message_in" /></intermediateCatchEvent>`,
    ),
  },
  storm_start: {
    roots: message('storm_start_in'),
    content: `<startEvent id="start"><messageEventDefinition messageRef="storm_start_in" /></startEvent>
  <endEvent id="end" />
  <sequenceFlow id="f1" sourceRef="start" targetRef="end" />`,
  },
  storm_child: {
    roots: '',
    content: `<startEvent id="start" /><endEvent id="end" /><sequenceFlow id="f1" sourceRef="start" targetRef="end" />`,
  },
  storm_parent: {
    roots: '',
    content: between(`<callActivity id="wait" calledElement="storm_child" />`),
  },
  /** Start, user task, end: the unit all figures count in. */
  storm_task: { roots: '', content: between(`<userTask id="wait" name="Work" />`) },
} as const;

export type StormProcess = keyof typeof sources;

export async function deployStormProcess(client: HttpClient, processId: StormProcess): Promise<Deployed> {
  const { roots, content } = sources[processId];
  const definition = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="http://wbpm.bench">
  ${roots}
  <process id="${processId}" name="${processId}" isExecutable="true">
  ${content}
  </process>
</definitions>`;
  const { data } = answer.parse(
    await client.send('POST', '/api/v1/processes', { definition, format: 'bpmn_xml' }),
  );
  return { processId: data.process_id, definitionId: data.definition_id, version: data.version };
}
