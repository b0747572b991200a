import type { DefinitionFormat, ParsedDefinition } from '@wbpm/contract';
import { compileText, detectFormat, writeText } from '@wbpm/notation';
import { z } from 'zod';
import { requirePermission } from '../access/require-permission.ts';
import type { UseCase } from '../use-case.ts';
import { wireFinding } from './wire-finding.ts';

/** Reads a definition as a deployment would and stores nothing. Findings are the answer, not a failure. */
export async function parseDefinition(
  { principal }: Pick<UseCase, 'principal'>,
  { definition, format: asked }: { readonly definition: string; readonly format: DefinitionFormat },
): Promise<ParsedDefinition> {
  requirePermission(principal, 'process', 'create');
  const detected = asked === 'auto' ? detectFormat(definition) : null;
  const format = asked === 'auto' ? detectFormat(definition).format : asked;
  const compilation = await compileText(definition, format);
  const isCompiled = compilation.kind === 'compiled';
  return {
    format,
    ...(detected !== null && {
      detection: { confidence: detected.confidence, reasons: [...detected.reasons] },
    }),
    workflow_definition: isCompiled ? await jsonOf(compilation.bpmnXml) : null,
    bpmn_xml: isCompiled ? compilation.bpmnXml : null,
    findings: compilation.findings.map(wireFinding),
  };
}

async function jsonOf(bpmnXml: string): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await writeText(bpmnXml, 'json')));
}
