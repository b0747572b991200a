import { instanceStatusSchema } from '@wbpm/contract';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

interface InstancesOptions {
  readonly process?: string;
  readonly status?: string;
  readonly businessKey?: string;
  readonly limit?: string;
}

export function addInstances(program: Command, surroundings: CliSurroundings): void {
  program
    .command('instances')
    .description('list process instances, the newest first')
    .option('--process <id>', 'only of this process')
    .option('--status <status>', `only those that are ${instanceStatusSchema.options.join(', ')}`)
    .option('--business-key <key>', 'only those with this business key')
    .option('--limit <number>', 'instances at most')
    .action(async (options: InstancesOptions, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const { instances } = await client.instances.list(queryOf(options));
      const rows = instances.map((instance) => [
        instance.instance_id,
        `${instance.process_id} v${instance.version}`,
        instance.status,
        String(instance.open_incidents),
        instance.business_key ?? '-',
        instance.start_time,
      ]);
      output.table(
        instances,
        ['INSTANCE', 'PROCESS', 'STATUS', 'INCIDENTS', 'BUSINESS KEY', 'STARTED'],
        rows,
      );
    });
}

function queryOf(options: InstancesOptions) {
  const status = instanceStatusSchema.optional().safeParse(options.status);
  if (!status.success) {
    throw new CliError(
      `Expected --status to be one of ${instanceStatusSchema.options.join(', ')}, but found "${options.status}"`,
    );
  }
  return {
    ...(status.data === undefined ? {} : { status: status.data }),
    ...(options.process === undefined ? {} : { process_id: options.process }),
    ...(options.businessKey === undefined ? {} : { business_key: options.businessKey }),
    ...(options.limit === undefined ? {} : { limit: Number(options.limit) }),
  };
}
