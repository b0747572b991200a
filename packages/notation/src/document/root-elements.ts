import type { BpmnModdle, ModdleElement } from '../moddle.ts';
import type { FreeId } from './free-ids.ts';

/** What events and tasks of a file share by name: each is written once, at the root of the file. */
export interface RootElements {
  message(name: string, correlationKey: string | null): ModdleElement;
  signal(name: string): ModdleElement;
  error(code: string, message: string | null): ModdleElement;
  escalation(code: string): ModdleElement;
  /** Takes an event definition that is referred to from elsewhere. */
  add(definition: ModdleElement, wantedId: string): ModdleElement;
  readonly elements: readonly ModdleElement[];
}

export function rootElements(moddle: BpmnModdle, freeId: FreeId): RootElements {
  const elements: ModdleElement[] = [];
  const shared = new Map<string, ModdleElement>();
  const once = (type: string, name: string, properties: Readonly<Record<string, string | null>>) => {
    const key = JSON.stringify([type, properties]);
    const known = shared.get(key);
    if (known !== undefined) return known;
    const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
    const id = freeId(`${type}_${name.replace(/[^\w.-]+/g, '_').slice(0, 60)}`);
    const element = moddle.create(`bpmn:${type}`, { id, ...given });
    shared.set(key, element);
    elements.push(element);
    return element;
  };
  return {
    message: (name, correlationKey) => once('Message', name, { name, 'apg:correlationKey': correlationKey }),
    signal: (name) => once('Signal', name, { name }),
    error: (code, message) =>
      once('Error', code, { name: code, errorCode: code, 'camunda:errorMessage': message }),
    escalation: (code) => once('Escalation', code, { name: code, escalationCode: code }),
    add: (definition, wantedId) => {
      definition.set('id', freeId(wantedId));
      elements.push(definition);
      return definition;
    },
    elements,
  };
}
