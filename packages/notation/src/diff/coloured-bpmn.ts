import type { DiagramRecord } from '../records/document-records.ts';
import { readRecords } from '../records/read-records.ts';
import { writeRecords } from '../records/write-records.ts';
import { diffBpmn } from './diff-bpmn.ts';
import { type DiffMark, diffMarks } from './diff-marks.ts';

/** Fill and line, of a palette that modellers offer; they differ in brightness too. */
const colours: Readonly<Record<DiffMark, readonly [fill: string, line: string]>> = {
  added: ['#c8e6c9', '#205022'],
  removed: ['#ffcdd2', '#831311'],
  changed: ['#ffe0b2', '#6b3c00'],
  moved: ['#bbdefb', '#0d4372'],
  layout: ['#e1bee7', '#5b176d'],
};

/**
 * Both versions as BPMN documents in which what differs is coloured: red in the first, green in the
 * second, orange, blue and purple where it was changed, moved or drawn elsewhere. Other colours are gone.
 * Whatever draws BPMN draws the diff. Null where a version cannot be read.
 */
export function colouredVersions(
  before: string,
  after: string,
): { readonly before: string; readonly after: string } | null {
  const compared = diffBpmn(before, after);
  if (compared.kind === 'refused') return null;
  const marks = diffMarks(compared.diff);
  return { before: coloured(before, marks.before), after: coloured(after, marks.after) };
}

function coloured(xml: string, marks: ReadonlyMap<string, DiffMark>): string {
  const read = readRecords(xml);
  if (read.kind === 'refused') return xml;
  const { document } = read;
  const diagrams = new Map(
    [...document.diagrams].map(([key, record]) => [key, withColour(record, marks.get(record.element ?? ''))]),
  );
  return writeRecords({ ...document, diagrams });
}

function withColour(record: DiagramRecord, mark: DiffMark | undefined): DiagramRecord {
  const attributes = new Map([...record.attributes].filter(([name]) => !/^(?:bioc|color):/.test(name)));
  const isShape = record.type === 'bpmndi:BPMNShape';
  if (mark !== undefined && (isShape || record.type === 'bpmndi:BPMNEdge')) {
    const [fill, line] = colours[mark];
    attributes.set('bioc:stroke', line).set('color:border-color', line);
    if (isShape) attributes.set('bioc:fill', fill).set('color:background-color', fill);
  }
  return { ...record, attributes };
}
