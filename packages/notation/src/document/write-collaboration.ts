import type { ModdleElement } from '../moddle.ts';
import type { ProcessFile } from './process-document.ts';
import { writeMessage } from './write-event.ts';
import { make, type Writing } from './writing.ts';

interface WrittenProcess {
  readonly id: string;
  readonly element: ModdleElement;
}

/** The pools of a file and the messages between them; null where it has neither. */
export function writeCollaboration(
  { name, pools = [], message_flows: flows = [] }: ProcessFile,
  processes: readonly WrittenProcess[],
  writing: Writing,
): ModdleElement | null {
  if (pools.length + flows.length === 0) return null;
  const participants = pools.map((pool, index) => {
    writing.pointers.set(pool.id, `/pools/${index}`);
    const participant = make(writing, 'bpmn:Participant', {
      id: pool.id,
      name: pool.name === '' ? null : pool.name,
      processRef: processes.find(({ id }) => id === pool.process_id)?.element,
    });
    return participant;
  });
  const byId = new Map(pools.map(({ id }, index) => [id, participants[index]]));
  const messageFlows = flows.map(({ id, name: flowName, from, to, message }, index) => {
    const pointer = `/message_flows/${index}`;
    const flowId = id ?? writing.freeId(`${from}_to_${to}`);
    writing.pointers.set(flowId, pointer);
    return make(writing, 'bpmn:MessageFlow', {
      id: flowId,
      name: flowName,
      sourceRef: writing.elements.get(from) ?? byId.get(from),
      targetRef: writing.elements.get(to) ?? byId.get(to),
      messageRef: message === undefined ? null : writeMessage(message, `${pointer}/message`, writing),
    });
  });
  return make(writing, 'bpmn:Collaboration', {
    id: writing.freeId('Collaboration'),
    name,
    participants,
    messageFlows,
  });
}
