import { errorAt, type Finding, warningAt } from './finding.ts';
import { idOf, type ModdleElement, type ModdleWarning } from './moddle.ts';
import type { SourceIndex } from './xml/screen.ts';

/** Names the moddle warnings for what they are: lost content, dangling references, unknown attributes. */
export function findingsFrom(warnings: readonly ModdleWarning[], index: SourceIndex): readonly Finding[] {
  return warnings.map((warning) => {
    if (warning.message.startsWith('unparsable content')) return damageAt(warning.message, index);
    const owner = ownerOf(warning.element);
    const property = warning.property?.replace('bpmn:', '') ?? '';
    if (warning.message.startsWith('unresolved reference')) {
      const message = `Expected ${property} to name an element of the file, but found '${warning.value ?? ''}'`;
      if (isLayout(warning.element)) return warningAt(null, 'layout-damage', message);
      return meaningless.has(property)
        ? warningAt(owner, 'unresolved-type', message)
        : errorAt(owner, 'unresolved-reference', message);
    }
    return warningAt(owner, 'unknown-attribute', `Expected a known attribute, but found '${property}'`);
  });
}

/** Types, interfaces and partners: execution does not look at them, and they often live in other files. */
const meaningless: ReadonlySet<string> = new Set([
  'itemSubjectRef',
  'structureRef',
  'itemRef',
  'type',
  'interfaceRef',
  'supportedInterfaceRef',
  'operationRef',
  'partnerEntityRef',
  'partnerRoleRef',
  'endPointRefs',
  'definitionalCollaborationRef',
  'dataStoreRef',
  'categoryValueRef',
]);

/** The finding for a message of the parser, which carries place and reason in one text. */
export function damageAt(message: string, index: SourceIndex): Finding {
  const place = /\tline: (\d+)\n\tcolumn: (\d+)\n\tnested error: ([\s\S]*)$/.exec(message);
  if (place === null) return errorAt(null, 'xml', `Expected a BPMN 2.0 document, but found: ${message}`);
  const [, line, column, reason = ''] = place;
  const offset = index.positions.offsetOf(Number(line), Number(column));
  const found = damage(reason);
  if (index.diagrams.some((diagram) => diagram.offset <= offset && offset < diagram.end)) {
    return { ...warningAt(null, 'layout-damage', found.message), ...index.positions.at(offset) };
  }
  return { ...found, ...index.positions.at(offset) };
}

function damage(reason: string): Finding {
  const duplicate = /^duplicate ID <(.*)>$/.exec(reason)?.[1];
  if (duplicate !== undefined) {
    return errorAt(duplicate, 'duplicate-id', `Expected every id once, but found '${duplicate}' again`);
  }
  const illegal = /^illegal ID <([\s\S]*)>$/.exec(reason)?.[1];
  if (illegal !== undefined) {
    return errorAt(
      null,
      'illegal-id',
      `Expected an id of letters, digits, '_', '-' and '.' that begins with a letter or '_', but found '${illegal.slice(0, 255)}'`,
    );
  }
  return errorAt(null, 'xml', `Expected readable BPMN 2.0, but found: ${reason.slice(0, 300)}`);
}

function isLayout(element: ModdleElement | undefined): boolean {
  return element !== undefined && /^(?:bpmndi|di|dc):/.test(element.$type);
}

function ownerOf(element: ModdleElement | undefined): string | null {
  for (let at = element; at !== undefined; at = at.$parent) {
    const id = idOf(at);
    if (id !== null) return id;
  }
  return null;
}
