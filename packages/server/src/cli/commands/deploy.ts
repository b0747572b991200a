import { basename, extname } from 'node:path';
import type { Client } from '@wbpm/client';
import type { DefinitionFormat, Deployment } from '@wbpm/contract';
import type { Command } from 'commander';
import { type CliSurroundings, sessionOf } from '../session.ts';

const formatByExtension: ReadonlyMap<string, DefinitionFormat> = new Map([
  ['.json', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.dsl', 'apg_dsl'],
  ['.apg', 'apg_dsl'],
  ['.txt', 'natural_language'],
]);

export function addDeploy(program: Command, surroundings: CliSurroundings): void {
  program
    .command('deploy <file...>')
    .description('deploy process definitions: .bpmn, .xml, .json, .yaml, .dsl or .txt')
    .action(async (files: readonly string[], _options, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const deployments: Deployment[] = [];
      for (const file of files) deployments.push(await deployFile(client, file, surroundings));
      const rows = deployments.flatMap((deployment) =>
        deployment.processes.map((process) => [
          process.process_id,
          String(process.version),
          process.definition_id,
          warningsText(deployment.warnings.length),
        ]),
      );
      output.table(deployments, ['PROCESS', 'VERSION', 'DEFINITION', 'WARNINGS'], rows);
    });
}

async function deployFile(client: Client, file: string, surroundings: CliSurroundings): Promise<Deployment> {
  const text = await surroundings.readFile(file);
  const extension = extname(file).toLowerCase();
  if (extension === '.bpmn' || extension === '.xml') return client.processes.deployXml(text);
  const format = formatByExtension.get(extension) ?? 'auto';
  const named = format === 'natural_language' ? { name: basename(file, extension) } : {};
  return client.processes.deploy({ definition: text, format, ...named });
}

function warningsText(count: number): string {
  return count === 0 ? 'none' : String(count);
}
