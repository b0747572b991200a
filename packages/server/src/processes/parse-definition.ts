import type { DefinitionFormat, ParsedDefinition } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import type { UseCase } from '../use-case.ts';
import { compileWritten } from './deploy-process.ts';
import { simpleDefinitionOf } from './simple-definition.ts';
import { wireFinding } from './wire-finding.ts';

/** Reads a definition as a deployment would and stores nothing. Findings are the answer, not a failure. */
export async function parseDefinition(
  { principal }: Pick<UseCase, 'principal'>,
  { definition, format }: { readonly definition: string; readonly format: DefinitionFormat },
): Promise<ParsedDefinition> {
  requirePermission(principal, 'process', 'create');
  const detected = format === 'auto' && definition.trimStart().startsWith('{') ? 'json' : format;
  const compilation = await compileWritten({ kind: 'text', definition: { definition, format } });
  const findings = compilation.findings.map(wireFinding);
  const found = detected === 'auto' ? 'bpmn_xml' : detected;
  if (compilation.kind === 'refused') {
    return { format: found, workflow_definition: null, bpmn_xml: null, findings };
  }
  const [model] = compilation.processes;
  return {
    format: found,
    workflow_definition: model === undefined ? null : simpleDefinitionOf(model),
    bpmn_xml: compilation.bpmnXml,
    findings,
  };
}
