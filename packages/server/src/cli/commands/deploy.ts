import { basename, extname } from 'node:path';
import type { Client } from '@wbpm/client';
import type { DecisionDeployment, Deployment } from '@wbpm/contract';
import type { Command } from 'commander';
import { formatOfFile } from '../definition-files.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

export function addDeploy(program: Command, surroundings: CliSurroundings): void {
  program
    .command('deploy <file...>')
    .description('deploy processes (.bpmn, .xml, .json, .yaml, .dsl, .txt) and decisions (.dmn)')
    .action(async (files: readonly string[], _options, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const deployments: (Deployment | DecisionDeployment)[] = [];
      for (const file of files) deployments.push(await deployFile(client, file, surroundings));
      const rows = deployments.flatMap((deployment) => {
        const warnings = warningsText(deployment.warnings.length);
        return deployedIn(deployment).map(({ id, version, definition_id }) => [
          id,
          String(version),
          definition_id,
          warnings,
        ]);
      });
      output.table(deployments, ['DEPLOYED', 'VERSION', 'DEFINITION', 'WARNINGS'], rows);
    });
}

function deployedIn(
  deployment: Deployment | DecisionDeployment,
): readonly { readonly id: string; readonly version: number; readonly definition_id: string }[] {
  return 'decisions' in deployment
    ? deployment.decisions.map((decision) => ({ ...decision, id: decision.decision_id }))
    : deployment.processes.map((process) => ({ ...process, id: process.process_id }));
}

async function deployFile(
  client: Client,
  file: string,
  surroundings: CliSurroundings,
): Promise<Deployment | DecisionDeployment> {
  const text = await surroundings.readFile(file);
  const extension = extname(file).toLowerCase();
  if (extension === '.dmn') return client.decisions.deployXml(text);
  const format = formatOfFile(file) ?? 'auto';
  if (format === 'bpmn_xml') return client.processes.deployXml(text);
  const named = format === 'natural_language' ? { name: basename(file, extension) } : {};
  return client.processes.deploy({ definition: text, format, ...named });
}

function warningsText(count: number): string {
  return count === 0 ? 'none' : String(count);
}
