import { checkExpression, type ProcessModel } from '@wbpm/engine';
import { compileProcess } from '../compile/process.ts';
import { compileRead } from '../compile-read.ts';
import { chooseProcesses } from '../executable-processes.ts';
import { type Finding, worstFirst } from '../finding.ts';
import { idOf, type ModdleElement } from '../moddle.ts';
import { readBpmn } from '../read-bpmn.ts';
import { rootElements, type SourceDocument, sourceDocumentOf } from '../source-document.ts';
import { sourceGraphOf } from '../source-graph.ts';
import type { ProcessDocument, ProcessFile } from './process-document.ts';
import { collaborationFrom } from './read-collaboration.ts';
import { documentOfModel } from './read-model.ts';
import { notesFrom } from './read-notes.ts';
import { type DrawnProcess, documentOfDrawn } from './read-process.ts';
import { given } from './reading.ts';

/** A BPMN file as document, or why it is no BPMN at all. */
export type ReadDocument =
  | {
      readonly kind: 'read';
      readonly file: ProcessFile;
      /** What compiling it finds, at most a hundred. With errors the document is what could be understood. */
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Reads everything of BPMN 2.0 XML that the document has words for, whatever extensions it is written in. */
export async function readBpmnDocument(xml: string): Promise<ReadDocument> {
  const read = await readBpmn(xml.replace(/^\ufeff/, ''));
  if (read.kind === 'refused') return { kind: 'refused', findings: worstFirst(read.findings) };
  const { graphs, processes: models, findings } = compileRead(read);
  const compiled = graphs.flatMap((graph, index): readonly DrawnProcess[] => {
    const model = models[index];
    return model === undefined ? [] : [{ graph, model }];
  });
  const running = new Set(chooseProcesses(read.definitions, ignore).executable);
  const document = sourceDocumentOf(read.definitions, read.texts, running);
  const drawn = rootElements(read.definitions, 'bpmn:Process').flatMap(
    (process) => compiled.find(({ graph }) => graph.process === process) ?? onlyDrawn(process, document),
  );
  // Global tasks have become processes of their own, behind those that are drawn.
  const called = models.slice(graphs.length);
  return { kind: 'read', file: fileOf(drawn, called, document), findings: worstFirst(findings) };
}

const ignore = () => {};

/** A process that does not run is compiled all the same; what is wrong with it matters to nobody yet. */
function onlyDrawn(process: ModdleElement, document: SourceDocument): readonly DrawnProcess[] {
  const id = idOf(process);
  if (id === null) return [];
  const graph = sourceGraphOf(process, id, ignore);
  return [{ graph, model: compileProcess(graph, document, checkExpression, ignore) }];
}

function fileOf(
  drawn: readonly DrawnProcess[],
  called: readonly ProcessModel[],
  document: SourceDocument,
): ProcessFile {
  const notes = notesFrom(drawn, document);
  const processes = drawn.map((process, index): ProcessDocument => {
    const own = notes.filter(({ owner }) => owner === index).map(({ note }) => note);
    const { process_id, name, description, version, initiator, ...content } = documentOfDrawn(process);
    return given({
      process_id,
      name,
      description,
      version,
      initiator,
      executable: document.running.has(process.graph.process) ? undefined : false,
      ...content,
      notes: own.length === 0 ? undefined : own,
    });
  });
  const known = new Set(drawn.flatMap(({ model }) => model.elements.map(({ id }) => id)));
  return given({
    ...collaborationFrom(document, (id) => known.has(id)),
    processes: [...processes, ...called.map((model) => documentOfModel(model))],
  });
}
