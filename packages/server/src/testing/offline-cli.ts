import { runCli } from '../cli/run-cli.ts';
import type { CliSurroundings } from '../cli/session.ts';

function unexpected(): Promise<never> {
  return Promise.reject(new Error('Expected no server and no database'));
}

/** Runs the command beside these files; it may ask neither server nor database. */
export async function runOffline(
  files: Pick<CliSurroundings, 'readFile' | 'writeFile'>,
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    serve: unexpected,
    migrate: unexpected,
    archive: unexpected,
    resetPassword: unexpected,
    config: { url: 'http://nowhere', token: null, jwtSecret: null },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colors: false,
    now: () => new Date(),
    fetch: unexpected,
    ...files,
  });
  return { code, out, err };
}
