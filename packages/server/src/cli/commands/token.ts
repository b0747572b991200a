import type { Command } from 'commander';
import { issueToken } from '../../access/token.ts';
import { CliError } from '../cli-error.ts';
import { type CliSurroundings, sessionOf } from '../session.ts';
import { append } from './variable-options.ts';

interface TokenOptions {
  readonly user: string;
  readonly tenant: string;
  readonly role?: readonly string[];
  readonly group?: readonly string[];
  readonly expires: string;
}

const millisecondsOf: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function addToken(program: Command, surroundings: CliSurroundings): void {
  program
    .command('token')
    .description('sign a token with JWT_SECRET')
    .option('--user <id>', 'whom it is for', 'api_user')
    .option('--tenant <id>', 'the tenant', 'default')
    .option('--role <name>', 'user, operator or admin; may be repeated', append)
    .option('--group <name>', 'a group for tasks; may be repeated', append)
    .option('--expires <duration>', 'lifetime such as 30m, 12h or 7d', '1h')
    .action(async (options: TokenOptions, command: Command) => {
      const { jwtSecret } = surroundings.config;
      if (jwtSecret === null) throw new CliError('Expected JWT_SECRET to be set, but found nothing');
      const issuedAt = surroundings.now();
      const expiresAt = new Date(issuedAt.getTime() + durationOf(options.expires));
      const identity = {
        tenantId: options.tenant,
        userId: options.user,
        roles: options.role ?? ['user'],
        groups: options.group ?? [],
        permissions: [],
      };
      const token = await issueToken(identity, jwtSecret, { issuedAt, expiresAt });
      const { output } = sessionOf(command, surroundings);
      output.result({ token, expires_at: expiresAt.toISOString() }, token);
    });
}

function durationOf(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const unit = millisecondsOf[match?.[2] ?? ''];
  if (unit === undefined)
    throw new CliError(`Expected --expires such as 30m, 12h or 7d, but found "${text}"`);
  return Number(match?.[1]) * unit;
}
