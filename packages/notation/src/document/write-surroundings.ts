import { childrenOf, type ModdleElement } from '../moddle.ts';
import type { Lane, ProcessDocument } from './process-document.ts';
import { make, type Writing } from './writing.ts';

/** The lanes of a process; null without any. */
export function writeLanes(
  { lanes = [] }: ProcessDocument,
  processId: string,
  pointer: string,
  writing: Writing,
): readonly ModdleElement[] | null {
  if (lanes.length === 0) return null;
  return [laneSet(lanes, `${processId}_lanes`, `${pointer}/lanes`, writing)];
}

function laneSet(lanes: readonly Lane[], wantedId: string, pointer: string, writing: Writing): ModdleElement {
  const id = writing.freeId(wantedId);
  const written = lanes.map((lane, index) => {
    const at = `${pointer}/${index}`;
    const laneId = lane.id ?? writing.freeId(`${wantedId}_${index + 1}`);
    writing.pointers.set(laneId, at);
    const inner = lane.lanes ?? [];
    return make(writing, 'bpmn:Lane', {
      id: laneId,
      name: lane.name === '' ? null : lane.name,
      flowNodeRef: (lane.activities ?? []).flatMap((member) => writing.elements.get(member) ?? []),
      childLaneSet: inner.length === 0 ? null : laneSet(inner, `${laneId}_lanes`, `${at}/lanes`, writing),
    });
  });
  return make(writing, 'bpmn:LaneSet', { id, lanes: written });
}

/** Text annotations beside what the process holds as artifacts already. */
export function writeNotes(
  { notes = [] }: ProcessDocument,
  process: ModdleElement,
  pointer: string,
  writing: Writing,
): readonly ModdleElement[] {
  const written = notes.flatMap(({ id, text, about = [] }, index) => {
    const noteId = id ?? writing.freeId(`Note_${index + 1}`);
    writing.pointers.set(noteId, `${pointer}/notes/${index}`);
    const note = make(writing, 'bpmn:TextAnnotation', { id: noteId, text });
    const ties = about.flatMap((member) => {
      const sourceRef = writing.elements.get(member);
      if (sourceRef === undefined) return [];
      const tieId = writing.freeId(`${noteId}_about_${member}`);
      return [make(writing, 'bpmn:Association', { id: tieId, sourceRef, targetRef: note })];
    });
    return [note, ...ties];
  });
  return [...childrenOf(process, 'artifacts'), ...written];
}
