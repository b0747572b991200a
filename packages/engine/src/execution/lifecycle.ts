import type { ElementStatus, InstanceStatus } from './state.ts';

/** Where an element instance can be; the last two have left the state and live in the journal. */
export type LifecycleStatus = ElementStatus | 'completed' | 'terminated';

/**
 * Allowed transitions of an element instance: BPMN 2.0 figure 13.2 without the states only
 * compensation needs. `docs/lifecycles.md` draws it.
 */
export const lifecycle: { readonly [From in LifecycleStatus]: readonly LifecycleStatus[] } = {
  ready: ['active', 'terminated'],
  active: ['completing', 'completed', 'terminated'],
  completing: ['completed', 'terminated'],
  completed: [],
  terminated: [],
};

/** Allowed transitions of a process instance; an ended one stays as it is. */
export const instanceLifecycle: { readonly [From in InstanceStatus]: readonly InstanceStatus[] } = {
  active: ['suspended', 'completed', 'failed', 'terminated'],
  suspended: ['active', 'terminated'],
  completed: [],
  failed: [],
  terminated: [],
};

/** A transition outside the table is a defect of ours, never of a model. */
export function assertTransition(elementId: string, from: LifecycleStatus, to: LifecycleStatus): void {
  if (!lifecycle[from].includes(to)) {
    throw new Error(`Expected element '${elementId}' not to go from ${from} to ${to}`);
  }
}

export function assertInstanceTransition(from: InstanceStatus, to: InstanceStatus): void {
  if (!instanceLifecycle[from].includes(to)) {
    throw new Error(`Expected an instance not to go from ${from} to ${to}`);
  }
}
