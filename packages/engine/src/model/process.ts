import type { Expression } from './expression.ts';
import type { FlowNode } from './flow-node.ts';

/**
 * A sequence flow (BPMN 2.0 §8.4.13). `condition` is null for an unconditional flow; whether a flow is
 * its source's default is kept at the source.
 */
export interface SequenceFlow {
  readonly id: string;
  readonly name: string | null;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition: Expression | null;
}

/** A data object or property: a variable that its scope has from the beginning (BPMN 2.0 §10.4.1). */
export interface DataObject {
  readonly id: string;
  /** Name of the variable. */
  readonly variable: string;
  readonly scopeId: string | null;
  readonly initialValue: Expression | null;
}

/**
 * The executable process: frozen, plain JSON, the only thing the engine runs. Every written form
 * compiles to it. Elements are flat; nesting is `scopeId`.
 */
export interface ProcessModel {
  readonly processId: string;
  readonly name: string;
  readonly documentation: string | null;
  /** What its author calls this version; calls may name it. */
  readonly versionTag?: string;
  /** Name of the variable that tells who has started an instance. */
  readonly initiator?: string;
  readonly elements: readonly FlowNode[];
  readonly flows: readonly SequenceFlow[];
  readonly dataObjects: readonly DataObject[];
}
