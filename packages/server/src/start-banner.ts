import type { Config } from './config.ts';
import type { RunningServer } from './server.ts';

/** What a person sees when the server has started. */
export function startBanner(
  {
    url,
    durability,
    storedIn,
    firstAdministrator,
  }: Pick<RunningServer, 'url' | 'durability' | 'storedIn' | 'firstAdministrator'>,
  { apiDocs, auth, login }: Pick<Config, 'apiDocs' | 'auth' | 'login'>,
): string {
  const lines = [
    `WBPM is running:  ${url}`,
    `Data:             ${storedIn} (durability: ${durability})`,
    `Sign-in:          ${signIn(auth.mode, login)}`,
    ...(firstAdministrator === null
      ? []
      : [
          `Administrator:    ${firstAdministrator.userId}`,
          `Password:         ${firstAdministrator.password} (shown once, to be changed at the first login)`,
        ]),
    ...(apiDocs ? [`API:              ${url}/docs`] : []),
    'Stop with Ctrl C',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '-'.repeat(width + 4);
  return `${[rule, ...lines.map((line) => `| ${line.padEnd(width)} |`), rule].join('\n')}\n`;
}

function signIn(mode: Config['auth']['mode'], { localAccounts, oidc }: Config['login']): string {
  const ways = [
    ...(mode === 'dev' ? ['none needed'] : []),
    ...(localAccounts ? ['password'] : []),
    ...(oidc === null ? [] : ['identity provider']),
    ...(mode === 'dev' ? [] : ['token']),
  ];
  return `${ways.join(' or ')} (AUTH_MODE=${mode})`;
}
