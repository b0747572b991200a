import type { ProcessModel } from '@wbpm/engine';
import { allChecks, modelChecks } from './checks/all-checks.ts';
import type { CheckExpression } from './checks/check.ts';
import { deepFreeze } from './compile/freeze.ts';
import { calledGlobalTasks, compileGlobalTask } from './compile/global-task.ts';
import { compileProcess } from './compile/process.ts';
import { chooseProcesses } from './executable-processes.ts';
import { errorAt, type Finding, type Report } from './finding.ts';
import { childrenOf, flagOf, idOf, type ModdleElement } from './moddle.ts';
import type { ReferenceTexts } from './references.ts';
import { sourceDocumentOf } from './source-document.ts';
import { type SourceGraph, sourceGraphOf } from './source-graph.ts';

/** What a document compiles to. The models are for running only if no finding is an error. */
export interface CompiledDocument {
  readonly processes: readonly ProcessModel[];
  readonly graphs: readonly SourceGraph[];
  readonly findings: readonly Finding[];
}

/**
 * Compiles every executable process of a document and checks it. Where none is executable, the others
 * are looked at too: whoever marks them executable next need not find out step by step what is missing.
 */
export function compileDocument(
  definitions: ModdleElement,
  texts: ReferenceTexts,
  danglingIds: ReadonlySet<string>,
  checkExpression: CheckExpression,
): CompiledDocument {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  refuseForeignSemantics(definitions, report);
  const { executable, skipped } = chooseProcesses(definitions, report);
  const graphs = (executable.length > 0 ? executable : skipped).flatMap((process) => {
    const id = idOf(process);
    if (id !== null) return [sourceGraphOf(process, id, report)];
    report(errorAt(null, 'missing-id', 'Expected every process to have an id, but found one without'));
    return [];
  });
  const document = sourceDocumentOf(definitions, texts, new Set(graphs.map(({ process }) => process)));
  const processes = graphs.map((graph) => {
    const model = deepFreeze(compileProcess(graph, document, checkExpression, report));
    for (const check of allChecks) {
      for (const finding of check({ document, graph, model, checkExpression, danglingIds })) report(finding);
    }
    return model;
  });
  const globalTasks = calledGlobalTasks(document, graphs).map((task) => {
    const { graph, model } = compileGlobalTask(task, { document, checkExpression, report });
    for (const check of modelChecks) {
      for (const finding of check({ document, graph, model, checkExpression, danglingIds })) report(finding);
    }
    return deepFreeze(model);
  });
  return { processes: [...processes, ...globalTasks], graphs, findings };
}

/** BPMN lets a file demand that its extensions be understood (BPMN 2.0 §8.3.3). */
function refuseForeignSemantics(definitions: ModdleElement, report: Report): void {
  for (const extension of childrenOf(definitions, 'extensions')) {
    if (!flagOf(extension, 'mustUnderstand')) continue;
    const message = 'Expected extensions that may be passed over, but found one with mustUnderstand';
    report(errorAt(null, 'not-executable', message));
  }
}
