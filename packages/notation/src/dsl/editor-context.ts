import {
  type Attributes,
  attributesOf,
  dataAttributes,
  fieldAttributes,
  flowAttributes,
  laneAttributes,
  messageFlowAttributes,
  multiInstanceAttributes,
  noteAttributes,
  processAttributes,
  triggerAttributes,
} from './attributes.ts';
import { eventsOf } from './element-events.ts';
import { keywords } from './keywords.ts';

const others: Readonly<Record<string, Attributes>> = {
  WORKFLOW: processAttributes,
  DATA: dataAttributes,
  FIELD: fieldAttributes,
  FOR: multiInstanceAttributes,
  LANE: laneAttributes,
  ROLE: laneAttributes,
  NOTE: noteAttributes,
  MESSAGE_FLOW: messageFlowAttributes,
  ON: { ...attributesOf.boundaryEvent, ...detailsOf(triggerAttributes) },
};

/** The attributes that a line in this row, so many columns in, can have: those of what it stands under. */
export function attributesUnder(lines: readonly string[], row: number, width: number): Attributes {
  for (let above = row - 1; above >= 0; above -= 1) {
    const line = lines[above] ?? '';
    const indentation = /^\s*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '' || line.trim().startsWith('#') || indentation >= width) continue;
    return attributesOfLine(line.trim());
  }
  return {};
}

function attributesOfLine(line: string): Attributes {
  if (line.startsWith('->')) return flowAttributes;
  const [word = ''] = /^[A-Za-z_]+/.exec(line) ?? [];
  const keyword = word.toUpperCase();
  const type = Object.hasOwn(keywords, keyword) ? keywords[keyword]?.type : undefined;
  if (type === undefined || type === null)
    return Object.hasOwn(others, keyword) ? (others[keyword] ?? {}) : {};
  const events = eventsOf(type);
  return events === null ? attributesOf[type] : { ...attributesOf[type], ...detailsOf(events.details) };
}

function detailsOf(details: Readonly<Record<string, Attributes>>): Attributes {
  return Object.fromEntries(Object.values(details).flatMap((attributes) => Object.entries(attributes)));
}
