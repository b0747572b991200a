import { type Finding, hasErrors, type Report } from '../finding.ts';
import { type ModdleElement, moddleFor } from '../moddle.ts';
import { checkReferences, idsIn } from './check-references.ts';
import { freeIds, processIdFor } from './free-ids.ts';
import type { ProcessDocument, ProcessFile } from './process-document.ts';
import { rootElements } from './root-elements.ts';
import { writeCollaboration } from './write-collaboration.ts';
import { createElements, writeContent } from './write-content.ts';
import { writeLanes, writeNotes } from './write-surroundings.ts';
import { documentation, fill, type Writing } from './writing.ts';

/** A document as BPMN, or what of it names nothing. */
export type WrittenBpmn =
  | {
      readonly kind: 'written';
      /** BPMN 2.0 XML in the extensions of Camunda and our own; without a diagram. */
      readonly bpmnXml: string;
      /** Where in the document each BPMN element comes from: JSON pointers (RFC 6901) by id. */
      readonly pointers: ReadonlyMap<string, string>;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Writes everything a document holds as BPMN. The same document is the same text. */
export async function writeBpmn(file: ProcessFile): Promise<WrittenBpmn> {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  checkReferences(file, report);
  if (hasErrors(findings)) return { kind: 'refused', findings };
  const moddle = moddleFor('camunda');
  const taken = new Set(idsIn(file));
  const freeId = freeIds(taken);
  const writing: Writing = {
    moddle,
    freeId,
    roots: rootElements(moddle, freeId),
    elements: new Map(),
    pointers: new Map(),
    report,
  };
  const processes = file.processes.map((process, index) => ({
    process,
    pointer: `/processes/${index}`,
    element: moddle.create('bpmn:Process', {}),
    id: process.process_id ?? freeId(processIdFor(process.name, taken)),
  }));
  // Elements first, so that whatever refers to them finds them, wherever they are.
  for (const { process, pointer } of processes) createElements(process, pointer, writing);
  for (const { process, pointer, element, id } of processes) {
    writing.pointers.set(id, pointer);
    fill(element, { id, ...propertiesOf(process, writing) });
    writeContent(process, element, pointer, writing);
    writeInitiator(process, writing);
    fill(element, {
      laneSets: writeLanes(process, id, pointer, writing),
      artifacts: writeNotes(process, element, pointer, writing),
    });
  }
  const collaboration = writeCollaboration(file, processes, writing);
  const definitions = moddle.create('bpmn:Definitions', {
    targetNamespace: 'http://apg.dev/processes',
    rootElements: [
      ...writing.roots.elements,
      ...(collaboration === null ? [] : [collaboration]),
      ...processes.map(({ element }) => element),
    ],
  });
  if (hasErrors(findings)) return { kind: 'refused', findings };
  const { xml } = await moddle.toXML(definitions, { format: true });
  return { kind: 'written', bpmnXml: xml, pointers: writing.pointers, findings };
}

function propertiesOf(process: ProcessDocument, writing: Writing) {
  return {
    name: process.name,
    isExecutable: process.executable !== false,
    documentation: documentation(process.description, writing),
    'camunda:versionTag': process.version,
  };
}

/** BPMN has no place of its own for it: Camunda writes it at a start event, and one of them is enough. */
function writeInitiator({ initiator, activities }: ProcessDocument, { elements }: Writing): void {
  const start = activities.find(({ type }) => type === 'startEvent');
  const element: ModdleElement | undefined = elements.get(start?.id ?? '');
  if (initiator !== undefined) element?.set('camunda:initiator', initiator);
}
