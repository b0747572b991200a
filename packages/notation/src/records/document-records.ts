import type { Namespaces } from './namespaces.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * A BPMN document as a flat map: one record an element of the model, and what is drawn apart from it.
 * Maps are in the order of the document.
 */
export interface DocumentRecords {
  readonly names: Namespaces;
  readonly elements: ReadonlyMap<string, ElementRecord>;
  readonly diagrams: ReadonlyMap<string, DiagramRecord>;
}

export interface ElementRecord {
  /**
   * The id; without one a key that follows from the parent and what the element says. Such keys contain
   * a `/`, which ids cannot.
   */
  readonly key: string;
  readonly id: string | null;
  /** The tag: `userTask`, `sequenceFlow`. */
  readonly type: string;
  /** Key of the record it stands in; null for the document itself. */
  readonly parent: string | null;
  /** Attributes but the id; references by id, without prefix. Values that are the default are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What belongs to the element: documentation, event definitions, loops, data, extension elements. */
  readonly parts: readonly XmlElement[];
  /** Keys of the lanes that name the element, sorted. */
  readonly lanes: readonly string[];
  readonly comments: readonly string[];
}

export interface DiagramRecord {
  /** `diagram` for the first, else by what it draws; shapes and edges by their diagram and element. */
  readonly key: string;
  /** `bpmndi:BPMNDiagram`, `bpmndi:BPMNPlane`, `bpmndi:BPMNShape` or `bpmndi:BPMNEdge`. */
  readonly type: string;
  /** Key of the diagram, and of the plane for shapes and edges; null for diagrams. */
  readonly parent: string | null;
  /** The element of the model it draws, if it says so. */
  readonly element: string | null;
  readonly attributes: ReadonlyMap<string, string>;
  /** Bounds, waypoints, labels, extensions. */
  readonly parts: readonly XmlElement[];
  readonly comments: readonly string[];
}

/** The record of the document itself. */
export const rootKey = '/definitions';

/** What a person calls the element, if it has a name. */
export function nameOfRecord({ attributes }: ElementRecord): string | null {
  const name = attributes.get('name')?.replace(/\s+/g, ' ').trim() ?? '';
  return name === '' ? null : name;
}
