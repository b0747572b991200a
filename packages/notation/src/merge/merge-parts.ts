import { alignParts, isAlignable, partsText, type Slot } from '../records/align-parts.ts';
import { elementsIn } from '../records/element-content.ts';
import { elementText } from '../records/xml-text.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import { mergeSequence } from './merge-sequence.ts';
import type { ReportProperty } from './model-merge.ts';

/** A value in the three versions; null where a version has none. */
export interface Versions<Value> {
  readonly base: Value;
  readonly ours: Value;
  readonly theirs: Value;
}

/** The side that changed something decides; null where both did, differently. */
export function decide(base: string | null, ours: string | null, theirs: string | null) {
  if (ours === theirs || theirs === base) return 'ours';
  return ours === base ? 'theirs' : null;
}

export function mergeMaps(
  { base, ours, theirs }: Versions<ReadonlyMap<string, string>>,
  path: string,
  report: ReportProperty,
): ReadonlyMap<string, string> {
  const merged = new Map<string, string>();
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [was, our, their] = [base.get(name) ?? null, ours.get(name) ?? null, theirs.get(name) ?? null];
    const decision = decide(was, our, their);
    if (decision === null) report({ path: `${path}${name}`, base: was, ours: our, theirs: their });
    const value = decision === 'theirs' ? their : our;
    if (value !== null) merged.set(name, value);
  }
  return merged;
}

export function mergeParts(
  { base, ours, theirs }: Versions<readonly XmlElement[]>,
  path: string,
  report: ReportProperty,
): readonly XmlElement[] {
  const merged = new Map<string, readonly XmlElement[]>();
  const labels = new Map<XmlElement, string>();
  for (const slot of alignParts([base, ours, theirs])) {
    for (const part of slot.members.flat()) labels.set(part, slot.label);
    const parts = mergeSlot(slot, `${path}${slot.label}`, report);
    if (parts.length > 0) merged.set(slot.label, parts);
  }
  const order = (parts: readonly XmlElement[]) => [...new Set(parts.map((part) => labels.get(part) ?? ''))];
  const sequence = mergeSequence(order(base), order(ours), order(theirs), new Set(merged.keys()));
  return sequence.flatMap((label) => merged.get(label) ?? []);
}

function mergeSlot({ isSingle, members }: Slot, path: string, report: ReportProperty): readonly XmlElement[] {
  const [base = [], ours = [], theirs = []] = members;
  const decision = decide(exactText(base), exactText(ours), exactText(theirs));
  if (decision !== null) return decision === 'ours' ? ours : theirs;
  const [our] = ours;
  const [their] = theirs;
  if (isSingle && our !== undefined && their !== undefined) {
    const was = base[0] ?? { ...our, attributes: new Map<string, string>(), content: [], comments: [] };
    return [mergeElements({ base: was, ours: our, theirs: their }, path, report)];
  }
  report({ path, base: partsText(base), ours: partsText(ours), theirs: partsText(theirs) });
  return ours;
}

function mergeElements(
  { base, ours, theirs }: Versions<XmlElement>,
  path: string,
  report: ReportProperty,
): XmlElement {
  const inside = `${path}/`;
  const attributes = mergeMaps(
    { base: base.attributes, ours: ours.attributes, theirs: theirs.attributes },
    inside,
    report,
  );
  const comments = mergeComments(
    { base: base.comments, ours: ours.comments, theirs: theirs.comments },
    inside,
    report,
  );
  if (isAlignable([base, ours, theirs])) {
    const parts = { base: elementsIn(base), ours: elementsIn(ours), theirs: elementsIn(theirs) };
    return { name: ours.name, attributes, comments, content: mergeParts(parts, inside, report) };
  }
  const [was, our, their] = [base, ours, theirs].map(contentOf);
  const decision = decide(exactText(was), exactText(our), exactText(their));
  if (decision === null) report({ path, base: shown(was), ours: shown(our), theirs: shown(their) });
  const { content } = decision === 'theirs' ? theirs : ours;
  return { name: ours.name, attributes, comments, content };
}

export function mergeComments(
  { base, ours, theirs }: Versions<readonly string[]>,
  path: string,
  report: ReportProperty,
): readonly string[] {
  const text = (comments: readonly string[]) => (comments.length === 0 ? null : comments.join('\n'));
  const [was, our, their] = [text(base), text(ours), text(theirs)];
  const decision = decide(was, our, their);
  if (decision === null) report({ path: `${path}comment`, base: was, ours: our, theirs: their });
  return decision === 'theirs' ? theirs : ours;
}

/** The element without what is merged by itself. */
function contentOf(element: XmlElement): readonly XmlElement[] {
  return [{ ...element, attributes: new Map<string, string>(), comments: [] }];
}

function shown(parts: readonly XmlElement[] = []): string | null {
  return parts.every(({ content }) => content.length === 0) ? null : partsText(parts);
}

function exactText(parts: readonly XmlElement[] = []): string | null {
  return parts.length === 0 ? null : parts.map(elementText).join('\n');
}
