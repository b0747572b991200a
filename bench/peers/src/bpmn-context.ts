import * as elements from 'bpmn-elements';
import BpmnModdle from 'bpmn-moddle';
import serializer, { type SerializableContext, TypeResolver } from 'moddle-context-serializer';
import type { Scenario } from './peer.ts';
import { processXml } from './processes.ts';

/** The process as bpmn-elements and bpmn-engine take it, so that no instance parses XML. */
export async function bpmnContext(scenario: Scenario): Promise<SerializableContext> {
  return serializer(await new BpmnModdle().fromXML(processXml[scenario]), TypeResolver(elements));
}

/** The service of the three steps. */
export function step(_scope: unknown, callback: (error: null, output: object) => void): void {
  callback(null, { done: true });
}

/** Completes what waits, as somebody outside would, once other callers have started theirs. */
export async function completeWaits(waits: readonly elements.Api<elements.ElementBase>[]): Promise<void> {
  await Promise.resolve();
  for (const wait of waits) {
    wait.environment.output['done'] = true;
    wait.signal({ done: true });
  }
}
