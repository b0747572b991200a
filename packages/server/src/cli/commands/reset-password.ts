import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';

export function addResetPassword(program: Command, surroundings: CliSurroundings): void {
  program
    .command('reset-password')
    .description('give a user a new initial password, in the database of DATABASE_URL or DATA_DIR')
    .argument('<user>', 'whom it is for')
    .option('--tenant <id>', 'the tenant', 'default')
    .action(async (user: string, { tenant }: { readonly tenant: string }, command: Command) => {
      const password = await surroundings.resetPassword(tenant, user);
      if (password === null) {
        throw new CliError(`Expected user '${user}' of tenant '${tenant}' to exist, but found none`);
      }
      const { output } = sessionOf(command, surroundings);
      const text = `${user} can log in with ${password} and has to change it then.`;
      output.result({ user_id: user, tenant_id: tenant, initial_password: password }, text);
    });
}
