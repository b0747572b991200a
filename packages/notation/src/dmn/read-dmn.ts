import { errorAt, type Finding, warningAt } from '../finding.ts';
import { idOf, type ModdleElement, type ModdleWarning } from '../moddle.ts';
import { type SourceIndex, screenXml } from '../xml/screen.ts';
import { newDmnModdle } from './dmn-moddle.ts';
import { asDmn13 } from './namespaces.ts';

/** A DMN file as the parser sees it, or why it is none. */
export type ReadDmn =
  | {
      readonly kind: 'read';
      readonly definitions: ModdleElement;
      readonly index: SourceIndex;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** A table of a thousand rules has some ten thousand cells, each of several elements. */
const elementLimit = 100_000;

/** Reads DMN XML of versions 1.1 to 1.5. */
export async function readDmn(xml: string): Promise<ReadDmn> {
  const screened = screenXml(xml, elementLimit);
  if (screened.kind === 'refused') return { kind: 'refused', findings: [screened.finding] };
  const { index } = screened;
  try {
    const { rootElement, warnings } = await newDmnModdle().fromXML(asDmn13(xml));
    const findings = warnings.flatMap(findingOf);
    return { kind: 'read', definitions: rootElement, index, findings };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', findings: [damageAt(message)] };
  }
}

function findingOf(warning: ModdleWarning): readonly Finding[] {
  if (warning.message.startsWith('unparsable content')) return [damageAt(warning.message)];
  const owner = warning.element === undefined ? null : idOf(warning.element);
  if (!warning.message.startsWith('unresolved reference')) {
    const found = warning.property ?? '';
    return [warningAt(owner, 'unknown-attribute', `Expected a known attribute, but found '${found}'`)];
  }
  const message = `Expected ${warning.property ?? 'a reference'} to name an element of the file, but found '${warning.value ?? ''}'`;
  return [warningAt(owner, 'unresolved-reference', message)];
}

function damageAt(message: string): Finding {
  const place = /\tline: (\d+)\n\tcolumn: (\d+)\n\tnested error: ([\s\S]*)$/.exec(message);
  if (place === null)
    return errorAt(null, 'xml', `Expected a DMN document, but found: ${message.slice(0, 300)}`);
  const [, line, column, reason = ''] = place;
  return { ...damage(reason), line: Number(line) + 1, column: Number(column) + 1 };
}

function damage(reason: string): Finding {
  const duplicate = /^duplicate ID <(.*)>$/.exec(reason)?.[1];
  if (duplicate !== undefined) {
    return errorAt(duplicate, 'duplicate-id', `Expected every id once, but found '${duplicate}' again`);
  }
  return errorAt(null, 'xml', `Expected readable DMN, but found: ${reason.slice(0, 300)}`);
}
