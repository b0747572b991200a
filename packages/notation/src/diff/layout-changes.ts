import { pushTo } from '../grouped.ts';
import type { DiagramRecord, DocumentRecords } from '../records/document-records.ts';
import { nameOfRecord } from '../records/document-records.ts';
import { elementText } from '../records/xml-text.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import type { LayoutChange, PropertyChange } from './model-diff.ts';
import { mapChanges } from './property-changes.ts';

/**
 * What is drawn differently, by the elements both versions have; that something new is drawn goes
 * without saying. Ids within the drawing mean nothing.
 */
export function layoutChanges(before: DocumentRecords, after: DocumentRecords): readonly LayoutChange[] {
  const changes = new Map<string, PropertyChange[]>();
  for (const key of new Set([...before.diagrams.keys(), ...after.diagrams.keys()])) {
    const [was, is] = [before.diagrams.get(key), after.diagrams.get(key)];
    const id = is?.element ?? was?.element ?? key;
    const isDrawing = (is ?? was)?.parent !== null;
    if (isDrawing && isOneSided(id, before, after)) continue;
    const found = mapChanges(saidBy(was), saidBy(is));
    for (const change of found) pushTo(changes, id, change);
  }
  return [...changes].map(([id, list]) => {
    const record = after.elements.get(id) ?? before.elements.get(id);
    return { id, name: record === undefined ? null : nameOfRecord(record), changes: list };
  });
}

function isOneSided(id: string, before: DocumentRecords, after: DocumentRecords): boolean {
  return before.elements.has(id) !== after.elements.has(id);
}

function saidBy(record: DiagramRecord | undefined): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  if (record === undefined) return said;
  const isDrawn = record.type === 'bpmndi:BPMNShape' || record.type === 'bpmndi:BPMNEdge';
  if (isDrawn) said.set('drawn', 'yes');
  for (const [name, value] of record.attributes) {
    if (name !== 'id' && !(isDrawn && name === 'bpmnElement')) said.set(name, value);
  }
  const waypoints: string[] = [];
  for (const part of record.parts) {
    if (part.name === 'dc:Bounds') said.set('bounds', boundsText(part));
    else if (part.name === 'di:waypoint') waypoints.push(pointText(part));
    else if (part.name === 'bpmndi:BPMNLabel') said.set('label', labelText(part));
    else said.set(part.name, [said.get(part.name) ?? '', elementText(part)].join('\n').trim());
  }
  if (waypoints.length > 0) said.set('waypoints', waypoints.join(' '));
  return said;
}

function boundsText({ attributes }: XmlElement): string {
  const said = (name: string) => attributes.get(name) ?? '?';
  return `${said('x')},${said('y')} ${said('width')}×${said('height')}`;
}

function pointText({ attributes }: XmlElement): string {
  return `${attributes.get('x') ?? '?'},${attributes.get('y') ?? '?'}`;
}

function labelText(label: XmlElement): string {
  const texts = label.content.map((item) => {
    if (typeof item === 'string') return item;
    return item.name === 'dc:Bounds' ? boundsText(item) : elementText(item);
  });
  const attributes = [...label.attributes].filter(([name]) => name !== 'id').sort();
  return [...texts, ...attributes.map(([name, value]) => `${name}=${value}`)].join(' ');
}
