import { createFreeNames } from '../free-names.ts';
import type { DiagramRecord } from './document-records.ts';
import { childrenNamed, elementsIn, referredId } from './element-content.ts';
import type { XmlElement } from './xml-tree.ts';

/** The records of one diagram: itself, its plane, and what is drawn there. */
export function readDiagrams(
  diagram: XmlElement,
  taken: ReadonlyMap<string, DiagramRecord>,
  ids: ReadonlySet<string>,
): readonly DiagramRecord[] {
  const planes = childrenNamed(diagram, planeName);
  const drawn = planes[0]?.attributes.get('bpmnElement');
  const freeKey = createFreeNames('~', taken.keys());
  const key = freeKey(taken.size === 0 ? 'diagram' : `diagram:${referredId(drawn ?? '', ids)}`);
  const records = new Map<string, DiagramRecord>();
  const take = (element: XmlElement, wanted: string, parent: string | null, parts: readonly XmlElement[]) => {
    const record = recordOf(element, { key: wanted === key ? key : freeKey(wanted), parent, parts, ids });
    records.set(record.key, record);
    return record.key;
  };
  take(
    diagram,
    key,
    null,
    elementsIn(diagram).filter(({ name }) => name !== planeName),
  );
  for (const plane of planes) {
    const content = elementsIn(plane);
    const planeKey = take(
      plane,
      `${key}/plane`,
      key,
      content.filter((part) => !isDrawn(part)),
    );
    for (const element of content.filter(isDrawn)) {
      const { attributes } = element;
      const band = attributes.get('choreographyActivityShape');
      const drawnId = attributes.get('bpmnElement');
      const said =
        drawnId === undefined ? `/${attributes.get('id') ?? element.name}` : referredId(drawnId, ids);
      take(
        element,
        `${planeKey}/${said}${band === undefined ? '' : `@${band}`}`,
        planeKey,
        elementsIn(element),
      );
    }
  }
  return [...records.values()];
}

const planeName = 'bpmndi:BPMNPlane';

function isDrawn({ name }: XmlElement): boolean {
  return name === 'bpmndi:BPMNShape' || name === 'bpmndi:BPMNEdge';
}

interface Place {
  readonly key: string;
  readonly parent: string | null;
  readonly parts: readonly XmlElement[];
  readonly ids: ReadonlySet<string>;
}

function recordOf(element: XmlElement, { key, parent, parts, ids }: Place): DiagramRecord {
  const attributes = new Map(
    [...element.attributes].map(([name, value]) => [
      name,
      name === 'bpmnElement' ? referredId(value, ids) : value,
    ]),
  );
  return {
    key,
    type: element.name,
    parent,
    element: attributes.get('bpmnElement') ?? null,
    attributes,
    parts: parts.map(withPlainNumbers),
    comments: element.comments,
  };
}

/** `412.0` and `412` are the same place. What is no number stays as it is. */
function withPlainNumbers(element: XmlElement): XmlElement {
  const isPlace = element.name === 'dc:Bounds' || element.name === 'di:waypoint';
  return {
    ...element,
    attributes: new Map(
      [...element.attributes].map(([name, value]) => [name, isPlace ? plainNumber(value) : value]),
    ),
    content: element.content.map((item) => (typeof item === 'string' ? item : withPlainNumbers(item))),
  };
}

function plainNumber(text: string): string {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(text) ? String(Number(text)) : text;
}
