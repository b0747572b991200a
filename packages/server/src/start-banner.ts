import type { Config } from './config.ts';
import type { RunningServer } from './server.ts';

/** What a person sees when the server has started. */
export function startBanner(
  { url, durability, storedIn }: Pick<RunningServer, 'url' | 'durability' | 'storedIn'>,
  { apiDocs, auth }: Pick<Config, 'apiDocs' | 'auth'>,
): string {
  const lines = [
    `WBPM is running:  ${url}`,
    `Data:             ${storedIn} (durability: ${durability})`,
    `Sign-in:          ${auth.mode === 'dev' ? 'none needed (AUTH_MODE=dev)' : `token (AUTH_MODE=${auth.mode})`}`,
    ...(apiDocs ? [`API:              ${url}/docs`] : []),
    'Stop with Ctrl C',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '-'.repeat(width + 4);
  return `${[rule, ...lines.map((line) => `| ${line.padEnd(width)} |`), rule].join('\n')}\n`;
}
