import type { DefinitionFormat, ParsedDefinition } from '@wbpm/contract';
import { compileText, documentValue } from '@wbpm/notation';
import { requirePermission } from '../access/require-permission.ts';
import type { UseCase } from '../use-case.ts';
import { saidFormat } from './said-format.ts';
import { wireFinding } from './wire-finding.ts';

/** Reads a definition as a deployment would and stores nothing. Findings are the answer, not a failure. */
export async function parseDefinition(
  { principal }: Pick<UseCase, 'principal'>,
  { definition, format: said }: { readonly definition: string; readonly format: DefinitionFormat },
): Promise<ParsedDefinition> {
  requirePermission(principal, 'process', 'create');
  const { format, ...detected } = saidFormat(definition, said);
  const compilation = await compileText(definition, format);
  const isCompiled = compilation.kind === 'compiled';
  return {
    format,
    ...detected,
    workflow_definition: isCompiled ? { ...(await documentValue(compilation.bpmnXml)) } : null,
    bpmn_xml: isCompiled ? compilation.bpmnXml : null,
    findings: compilation.findings.map(wireFinding),
  };
}
