import type { Data } from '../document/activity.ts';
import type { Lane, ProcessDocument } from '../document/process-document.ts';
import { dataAttributes, laneAttributes, noteAttributes } from './attributes.ts';
import { writtenId } from './words.ts';
import { writeAttributes } from './write-attributes.ts';
import type { Naming } from './write-naming.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

export function writeData(data: Data, naming: Naming): WrittenLine {
  const line = writtenLine('DATA', naming.head(data.id, data.variable, 'data'));
  return { ...line, block: [...writeAttributes(data, dataAttributes)] };
}

export function writeLane(lane: Lane): WrittenLine {
  const line = writtenLine(
    'LANE',
    lane.id === undefined ? null : writtenId(lane.id),
    JSON.stringify(lane.name),
  );
  return {
    ...line,
    block: [...writeAttributes(lane, laneAttributes), ...(lane.lanes ?? []).map(writeLane)],
  };
}

type Note = NonNullable<ProcessDocument['notes']>[number];

export function writeNote(note: Note): WrittenLine {
  const id = note.id === undefined ? null : writtenId(note.id);
  const line = writtenLine('NOTE', id, JSON.stringify(note.text));
  return { ...line, block: [...writeAttributes(note, noteAttributes)] };
}
