import type { DecisionModel } from '@wbpm/engine';
import { deepFreeze } from '../compile/freeze.ts';
import { type Finding, hasErrors, worstFirst } from '../finding.ts';
import { idOf, textOf } from '../moddle.ts';
import type { SourceIndex } from '../xml/screen.ts';
import { allDmnChecks } from './checks/all-checks.ts';
import { modelIn } from './model.ts';
import { readDmn } from './read-dmn.ts';
import { typesIn } from './types.ts';

/** A DMN file, compiled with the warnings it earned, or refused with what is wrong with it. */
export type DmnCompilation =
  | {
      readonly kind: 'compiled';
      /** Deeply frozen. */
      readonly model: DecisionModel;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'refused';
      /** Errors first, at most a hundred. */
      readonly findings: readonly Finding[];
    };

/** Compiles DMN XML of versions 1.1 to 1.5, with the extensions of Camunda 7. */
export async function compileDmn(xml: string): Promise<DmnCompilation> {
  const read = await readDmn(xml.replace(/^\ufeff/, ''));
  if (read.kind === 'refused' || hasErrors(read.findings)) {
    return { kind: 'refused', findings: worstFirst(read.findings) };
  }
  const { definitions, index } = read;
  const found: Finding[] = [...read.findings];
  const reading = {
    findType: typesIn(definitions),
    report: (finding: Finding) => found.push(finding),
    language: textOf(definitions, 'expressionLanguage'),
    ownerId: idOf(definitions) ?? '',
  };
  const model = deepFreeze(modelIn(definitions, reading));
  for (const check of allDmnChecks) found.push(...check({ definitions, model }));
  const findings = worstFirst(found.map((finding) => located(finding, index)));
  return hasErrors(findings) ? { kind: 'refused', findings } : { kind: 'compiled', model, findings };
}

function located(finding: Finding, index: SourceIndex): Finding {
  const offset = index.offsets.get(finding.elementId ?? '');
  if (finding.line !== null || offset === undefined) return finding;
  return { ...finding, ...index.positions.at(offset) };
}
