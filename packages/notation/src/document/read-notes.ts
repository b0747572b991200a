import { poolOf } from '../message-flows.ts';
import { childOf, childrenOf, idOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceDocument } from '../source-document.ts';
import type { ProcessDocument } from './process-document.ts';
import type { DrawnProcess } from './read-process.ts';
import { given } from './reading.ts';

/** A text annotation and the process of the file it belongs to. */
export interface OwnedNote {
  readonly owner: number;
  readonly note: NonNullable<ProcessDocument['notes']>[number];
}

/** A note belongs to the process it is about, else to that in which it stands, else to the first. */
export function notesFrom(
  drawn: readonly DrawnProcess[],
  { collaborations }: SourceDocument,
): readonly OwnedNote[] {
  const holders = [
    ...drawn.flatMap(({ graph }) => graph.scopes.map(({ element }) => element)),
    ...collaborations,
  ];
  const artifacts = holders.flatMap((holder) => childrenOf(holder, 'artifacts'));
  const ties = artifacts
    .filter(({ $type }) => $type === 'bpmn:Association')
    .map((tie) => [childOf(tie, 'sourceRef'), childOf(tie, 'targetRef')] as const);
  const known = drawn.map(({ model }) => {
    const named = [...model.elements, ...model.flows, ...model.dataObjects];
    return new Set(named.map(({ id }) => id));
  });
  return artifacts
    .filter(({ $type }) => $type === 'bpmn:TextAnnotation')
    .flatMap((annotation): readonly OwnedNote[] => {
      const text = textOf(annotation, 'text');
      if (text === null) return [];
      const tied = ties.flatMap(([source, target]) => idsOpposite(annotation, source, target));
      const about = known.findIndex((ids) => tied.some((id) => ids.has(id)));
      const home = drawn.findIndex(({ graph }) => graph.process === poolOf(annotation));
      const owner = Math.max(about === -1 ? home : about, 0);
      const ids = tied.filter((id) => known[owner]?.has(id) === true);
      const id = idOf(annotation) ?? undefined;
      return [{ owner, note: given({ id, text, about: ids.length === 0 ? undefined : ids }) }];
    });
}

function idsOpposite(
  annotation: ModdleElement,
  source: ModdleElement | null,
  target: ModdleElement | null,
): readonly string[] {
  const other = source === annotation ? target : target === annotation ? source : null;
  const id = other === null ? null : idOf(other);
  return id === null ? [] : [id];
}
