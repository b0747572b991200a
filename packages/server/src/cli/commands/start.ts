import type { Command } from 'commander';
import { type CliSurroundings, sessionOf } from '../session.ts';
import { type VariableOptions, variablesOf } from '../variables.ts';
import { addVariableOptions } from './variable-options.ts';

interface StartOptions extends VariableOptions {
  readonly businessKey?: string;
}

export function addStart(program: Command, surroundings: CliSurroundings): void {
  addVariableOptions(program.command('start <process>'))
    .description('start an instance of a process')
    .option('--business-key <key>', 'your own name for the instance')
    .action(async (process: string, options: StartOptions, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const started = await client.instances.start(process, {
        variables: variablesOf(options),
        ...(options.businessKey === undefined ? {} : { business_key: options.businessKey }),
      });
      output.result(
        started,
        `Started instance ${started.instance_id} of ${started.process_id} version ${started.version}: ${started.status}`,
      );
    });
}
