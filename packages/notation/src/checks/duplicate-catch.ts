import type { FlowNode, ProcessModel, Trigger } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/**
 * One place catches each error, escalation, cancellation and compensation, each message, and each signal that
 * interrupts; with two it were chance which.
 */
export const duplicateCatch: Check = ({ model }) => {
  const seen = new Map<string, string>();
  const subProcesses = new Map(model.elements.map((element) => [element.id, element]));
  return model.elements.flatMap((element) =>
    keysOf(element, subProcesses).flatMap((key) => {
      const first = seen.get(key);
      if (first === undefined || first === element.id) {
        seen.set(key, element.id);
        return [];
      }
      const message = `Expected one event to catch what '${first}' catches, but found '${element.id}' beside it`;
      return [errorAt(element.id, 'duplicate-catch', message)];
    }),
  );
};

type Nodes = ReadonlyMap<string, ProcessModel['elements'][number]>;

function keysOf(element: FlowNode, nodes: Nodes): readonly string[] {
  if (element.type === 'boundaryEvent') {
    return element.triggers.flatMap((trigger) => keyOf(`on\n${element.attachedToId}`, trigger, element));
  }
  if (element.type !== 'startEvent') return [];
  if (element.scopeId === null) {
    return element.triggers.flatMap((trigger) =>
      trigger.kind === 'message' ? keyOf('starts', trigger, element) : [],
    );
  }
  const around = nodes.get(element.scopeId);
  if (around?.type !== 'eventSubProcess') return [];
  return element.triggers.flatMap((trigger) => keyOf(`in\n${around.scopeId ?? ''}`, trigger, element));
}

function keyOf(
  place: string,
  trigger: Trigger,
  { interrupting }: { readonly interrupting: boolean },
): readonly string[] {
  switch (trigger.kind) {
    case 'error':
      return [`${place}\nerror\n${trigger.errorCode ?? ''}`];
    case 'escalation':
      return [`${place}\nescalation\n${trigger.escalationCode ?? ''}`];
    case 'cancel':
    case 'compensation':
      return [`${place}\n${trigger.kind}`];
    case 'message':
      return [`${place}\nmessage\n${trigger.name.source}\n${trigger.correlationKey?.source ?? ''}`];
    case 'signal':
      return interrupting ? [`${place}\nsignal\n${trigger.name.source}`] : [];
    case 'timer':
    case 'conditional':
    case 'link':
      return [];
  }
}
