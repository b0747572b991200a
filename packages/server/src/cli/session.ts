import { type Client, createClient } from '@wbpm/client';
import type { Command } from 'commander';
import { createColors } from 'picocolors';
import type { CliConfig } from '../config.ts';
import { createOutput, type Output } from './output.ts';

/** What the command line is given from outside. */
export interface CliSurroundings {
  /** Starts the server and resolves once it listens. */
  readonly serve: () => Promise<void>;
  /** Brings the database to the current schema. */
  readonly migrate: () => Promise<void>;
  /** Moves what ended more than so many days ago to the archive; answers how many instances those were. */
  readonly archive: (olderThanDays: number) => Promise<{ readonly instances: number }>;
  /** Gives a user of the tenant a new initial password; null when there is no such user. */
  readonly resetPassword: (tenantId: string, userId: string) => Promise<string | null>;
  readonly config: CliConfig;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colors: boolean;
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly now: () => Date;
  readonly fetch?: typeof fetch;
}

/** What a command works with. */
export interface Session {
  readonly client: Client;
  readonly output: Output;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly token?: string;
}

/** Reads the options all commands share. */
export function sessionOf(command: Command, surroundings: CliSurroundings): Session {
  const options = command.optsWithGlobals<GlobalOptions>();
  const token = options.token ?? surroundings.config.token;
  return {
    client: createClient({
      baseUrl: options.url ?? surroundings.config.url,
      token: () => token,
      ...(surroundings.fetch === undefined ? {} : { fetch: surroundings.fetch }),
    }),
    output: createOutput({
      json: options.json === true,
      colors: createColors(surroundings.colors),
      write: surroundings.out,
    }),
  };
}
