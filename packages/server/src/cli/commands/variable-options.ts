import type { Command } from 'commander';

/** Adds `--var` and `--variables`. */
export function addVariableOptions(command: Command): Command {
  return command
    .option('--var <name=value>', 'a variable; the value is read as JSON where it is JSON', append)
    .option('--variables <json>', 'all variables as a JSON object');
}

/** Collects an option that may be given several times. */
export function append(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
