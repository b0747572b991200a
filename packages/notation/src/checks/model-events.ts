import type { ProcessModel, Throw, Trigger } from '@wbpm/engine';

interface Placed<Event> {
  readonly elementId: string;
  readonly event: Event;
}

export function triggersIn(model: ProcessModel): readonly Placed<Trigger>[] {
  return model.elements.flatMap((element) =>
    'triggers' in element ? element.triggers.map((event) => ({ elementId: element.id, event })) : [],
  );
}

export function throwsIn(model: ProcessModel): readonly Placed<Throw>[] {
  return model.elements.flatMap((element) =>
    'throws' in element ? element.throws.map((event) => ({ elementId: element.id, event })) : [],
  );
}
