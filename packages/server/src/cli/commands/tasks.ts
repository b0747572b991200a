import type { Command } from 'commander';
import { type CliSurroundings, sessionOf } from '../session.ts';
import { type VariableOptions, variablesOf } from '../variables.ts';
import { addVariableOptions } from './variable-options.ts';

interface TasksOptions {
  readonly process?: string;
  readonly instance?: string;
  readonly limit?: string;
}

/** `wbpm tasks` and `wbpm complete`. */
export function addTasks(program: Command, surroundings: CliSurroundings): void {
  program
    .command('tasks')
    .description('list the tasks you can work on')
    .option('--process <id>', 'only of this process')
    .option('--instance <id>', 'only of this instance')
    .option('--limit <number>', 'tasks at most')
    .action(async (options: TasksOptions, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const { tasks } = await client.tasks.list({
        ...(options.process === undefined ? {} : { process_id: options.process }),
        ...(options.instance === undefined ? {} : { instance_id: options.instance }),
        ...(options.limit === undefined ? {} : { limit: Number(options.limit) }),
      });
      const rows = tasks.map((task) => [
        task.id,
        task.name,
        task.process_name,
        task.assignee ?? '-',
        task.due_date ?? '-',
        String(task.priority),
      ]);
      output.table(tasks, ['TASK', 'NAME', 'PROCESS', 'ASSIGNEE', 'DUE', 'PRIORITY'], rows);
    });
  addVariableOptions(program.command('complete <task>'))
    .description('complete a task')
    .action(async (task: string, options: VariableOptions, command: Command) => {
      const { client, output } = sessionOf(command, surroundings);
      const changed = await client.tasks.complete(task, { variables: variablesOf(options) });
      output.result(changed, `Completed task ${changed.task_id}`);
    });
}
