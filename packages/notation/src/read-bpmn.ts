import { vendorsIn, withoutLegacyNamespace } from './dialect.ts';
import { errorAt, type Finding } from './finding.ts';
import { type ModdleElement, moddleFor } from './moddle.ts';
import { damageAt, findingsFrom } from './read-warnings.ts';
import { type ReferenceTexts, resolveReferences } from './references.ts';
import { brokenQuantities } from './xml/quantities.ts';
import { withFlowIds, withoutSpacedEquals } from './xml/repairs.ts';
import { type SourceIndex, screenXml } from './xml/screen.ts';

/** A document as moddle sees it, with what went wrong on the way; or why it is no document at all. */
export type ReadBpmn =
  | {
      readonly kind: 'read';
      /** The text that was read, in which every sequence flow has an id. */
      readonly source: string;
      readonly definitions: ModdleElement;
      readonly index: SourceIndex;
      readonly texts: ReferenceTexts;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Reads BPMN 2.0 XML. Moddle turns much damage into mere warnings; here they are errors again. */
export async function readBpmn(xml: string): Promise<ReadBpmn> {
  const screened = screenXml(xml);
  if (screened.kind === 'refused') return { kind: 'refused', findings: [screened.finding] };
  const vendors = vendorsIn(xml);
  if (vendors.length > 1) return { kind: 'refused', findings: [mixedDialects] };
  const source = withFlowIds(xml, screened.index.offsets);
  const index = source === xml ? screened.index : indexOf(source, screened.index);
  try {
    const text = withoutAstralReferences(withoutLegacyNamespace(withoutSpacedEquals(source)));
    const parsed = await moddleFor(vendors[0] ?? 'plain').fromXML(text);
    const { texts, warnings } = resolveReferences(parsed.warnings, parsed.elementsById);
    const findings = [...findingsFrom(warnings, index), ...brokenQuantities(source)];
    return { kind: 'read', source, definitions: parsed.rootElement, index, texts, findings };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', findings: [damageAt(message, index)] };
  }
}

function indexOf(source: string, before: SourceIndex): SourceIndex {
  const screened = screenXml(source);
  return screened.kind === 'passed' ? screened.index : before;
}

const mixedDialects = errorAt(
  null,
  'mixed-dialects',
  'Expected the extensions of one product, but found elements of both the camunda and the zeebe namespace',
);

/** The parser keeps only 16 bits of a character reference; beyond them it must find the character itself. */
function withoutAstralReferences(xml: string): string {
  return xml.replace(
    /&#(?:x([0-9a-f]{5,6})|(\d{5,7}));/gi,
    (reference: string, hex: string | undefined, decimal: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0xffff ? String.fromCodePoint(code) : reference;
    },
  );
}
