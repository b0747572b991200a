import { join } from 'node:path';
import type { ApgAuthSettings } from './access/apg.ts';
import type { AuthSettings } from './access/authenticate.ts';
import { ownClaims } from './access/claims.ts';
import type { OidcSettings } from './access/oidc.ts';
import type { OidcLoginSettings } from './access/oidc-login.ts';
import { secretTokenKey, type TokenKey } from './access/token-key.ts';
import { type Environment, environmentSchema, type logLevels } from './config-keys.ts';
import type { FileSettings } from './files/open-file-store.ts';
import type { SessionSettings } from './identity/open-session.ts';

export type LogLevel = (typeof logLevels)[keyof typeof logLevels];

/** Everything the server can be told from outside, checked and with defaults filled in. */
export interface Config {
  readonly production: boolean;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** PORT was set: no other port will do. */
    readonly portGiven: boolean;
    /** Addresses and ranges of proxies that are believed about the address of a client. */
    readonly trustedProxies: readonly string[];
    /** Origins whose pages may call the API with credentials. Empty: the server's own only. */
    readonly corsOrigins: readonly string[];
  };
  readonly shutdown: {
    /** So long a server that was told to stop goes on serving, not ready any more. */
    readonly delayMs: number;
    /** After the delay: what is not finished by then is cut off. */
    readonly timeoutMs: number;
  };
  readonly database: {
    /** Null: PGlite in `dataDir`. */
    readonly url: string | null;
    readonly dataDir: string;
    readonly poolSize: number;
    readonly maxOverflow: number;
  };
  /** Where large values are kept. */
  readonly files: FileSettings;
  /** Values whose JSON text has more bytes are kept in the file store. */
  readonly largeValueBytes: number;
  /** `url` null: the server stands alone. */
  readonly redis: { readonly url: string | null; readonly poolSize: number };
  readonly auth: AuthSettings;
  /** How people log in, and how long they stay. */
  readonly login: {
    /** This server has users with passwords of its own. */
    readonly localAccounts: boolean;
    /** In the browser at the identity provider; null: not there. */
    readonly oidc: OidcLoginSettings | null;
    readonly sessions: SessionSettings;
  };
  readonly encryptionKey: Uint8Array | null;
  readonly maxConcurrentWorkflows: number;
  /** So many steps of an instance without a wait state are taken for an endless loop. */
  readonly maxStepsWithoutWait: number;
  readonly overload: {
    /** So long a command that is accepted waits for the database; what would wait longer is refused. */
    readonly waitTargetMs: number;
    readonly maxWaiting: number;
    /** Of HTTP, those included that wait for a job. */
    readonly maxRequestsInFlight: number;
    /** Of those, requests of one tenant. */
    readonly maxRequestsPerTenant: number;
    /** Requests that wait for a job. */
    readonly maxWaitingWorkers: number;
  };
  /** Requests a second; 0: as many as come. */
  readonly rates: {
    readonly perUser: number;
    /** Of one user in one second, now and then. */
    readonly burst: number;
    readonly perTenant: number;
  };
  readonly jobs: {
    /** Jobs that handlers of the server work on at once, in all and by type. */
    readonly concurrency: number;
    readonly concurrencyByType: ReadonlyMap<string, number>;
    /** After the first failure, where neither worker nor model says how long to wait. */
    readonly firstRetryMs: number;
  };
  readonly history: {
    /** Ended instances of that age move to the archive; null: never. */
    readonly archiveAfterDays: number | null;
    /** Archived instances that ended so long ago are deleted; null: never. */
    readonly retentionDays: number | null;
  };
  readonly taskExecutionTimeoutSeconds: number;
  readonly cacheTtlSeconds: number;
  readonly logs: { readonly level: LogLevel; readonly file: string | null };
  readonly metrics: { readonly enabled: boolean; readonly path: string; readonly legacyNames: boolean };
  readonly apiDocs: boolean;
  readonly testClock: boolean;
  readonly apg: { readonly platformUrl: string; readonly apiKey: string } | null;
}

/** What the command line reads from the environment. */
export interface CliConfig {
  readonly url: string;
  readonly token: string | null;
  readonly jwtSecret: string | null;
}

/** The environment is not one the server can start with; one sentence per problem. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const defaultPort = 8000;

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws `ConfigError` with every problem at once; unknown keys are ignored. */
export function readConfig(variables: Variables): Config {
  const result = environmentSchema.safeParse(withoutEmpty(variables));
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => issue.message));
  const environment = result.data;
  const problems = contradictions(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(environment);
}

/** Reads what the command line needs; the server's keys are not looked at. */
export function readCliConfig(variables: Variables): CliConfig {
  const present = withoutEmpty(variables);
  return {
    url: present['WBPM_URL'] ?? 'http://127.0.0.1:8000',
    token: present['WBPM_TOKEN'] ?? null,
    jwtSecret: present['JWT_SECRET'] ?? null,
  };
}

/** Compose files set keys they have no value for to the empty text. */
function withoutEmpty(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
}

function authModeOf(environment: Environment): AuthSettings['mode'] {
  return environment.AUTH_MODE ?? (environment.NODE_ENV === 'production' ? 'jwt' : 'dev');
}

const neededFor = {
  dev: [],
  jwt: [],
  oidc: ['OIDC_ISSUER', 'OIDC_AUDIENCE'],
  apg: ['APG_PLATFORM_URL', 'APG_API_KEY'],
} as const satisfies Record<AuthSettings['mode'], readonly (keyof Environment)[]>;

/** What each key allows but their combination does not. */
function contradictions(environment: Environment): string[] {
  const problems: string[] = [];
  const production = environment.NODE_ENV === 'production';
  const mode = authModeOf(environment);
  if (production && mode === 'dev') {
    problems.push('Expected AUTH_MODE to be jwt, oidc or apg with NODE_ENV=production, but found dev');
  }
  if (mode === 'jwt' && tokenKeysOf(environment).length === 0 && !environment.LOCAL_ACCOUNTS) {
    problems.push(
      'Expected JWT_SECRET, JWT_PUBLIC_KEY or LOCAL_ACCOUNTS to be set with AUTH_MODE=jwt, but found none',
    );
  }
  if (environment.OIDC_CLIENT_ID !== undefined && mode !== 'oidc') {
    problems.push(`Expected AUTH_MODE=oidc with OIDC_CLIENT_ID, but found ${mode}`);
  }
  const need = (names: readonly (keyof Environment)[], given: string): void => {
    for (const name of names) {
      if (environment[name] !== undefined) continue;
      problems.push(`Expected ${name} to be set with ${given}, but found nothing`);
    }
  };
  need(neededFor[mode], `AUTH_MODE=${mode}`);
  if (production) need(['ENCRYPTION_KEY'], 'NODE_ENV=production');
  if (production && environment.ENABLE_TEST_CLOCK) {
    problems.push('Expected ENABLE_TEST_CLOCK to be false with NODE_ENV=production, but found true');
  }
  if (environment.FILE_STORAGE === 's3') {
    need(['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'], 'FILE_STORAGE=s3');
  }
  if (environment.OIDC_CLIENT_ID !== undefined) need(['PUBLIC_URL'], 'OIDC_CLIENT_ID');
  if (environment.APG_PLATFORM_URL !== undefined) need(['APG_API_KEY'], 'APG_PLATFORM_URL');
  return problems;
}

function configOf(environment: Environment): Config {
  const production = environment.NODE_ENV === 'production';
  const { APG_PLATFORM_URL: platformUrl, APG_API_KEY: apiKey } = environment;
  return {
    production,
    http: {
      host: environment.HOST,
      port: environment.PORT ?? defaultPort,
      portGiven: environment.PORT !== undefined,
      trustedProxies: environment.TRUST_PROXY,
      corsOrigins: corsOriginsOf(environment),
    },
    shutdown: { delayMs: environment.SHUTDOWN_DELAY_MS, timeoutMs: environment.SHUTDOWN_TIMEOUT_MS },
    database: {
      url: environment.DATABASE_URL ?? null,
      dataDir: environment.DATA_DIR,
      poolSize: environment.DATABASE_POOL_SIZE,
      maxOverflow: environment.DATABASE_MAX_OVERFLOW,
    },
    files: filesOf(environment),
    largeValueBytes: environment.LARGE_VALUE_BYTES,
    redis: { url: environment.REDIS_URL ?? null, poolSize: environment.REDIS_POOL_SIZE },
    auth: authOf(environment),
    login: {
      localAccounts: environment.LOCAL_ACCOUNTS,
      oidc: oidcLoginOf(environment),
      sessions: {
        lastsMs: environment.SESSION_HOURS * 3_600_000,
        idleMs: environment.SESSION_IDLE_MINUTES * 60_000,
      },
    },
    encryptionKey: environment.ENCRYPTION_KEY ?? null,
    maxConcurrentWorkflows: environment.MAX_CONCURRENT_WORKFLOWS ?? (production ? 1000 : 100),
    maxStepsWithoutWait: environment.MAX_STEPS_WITHOUT_WAIT,
    overload: {
      waitTargetMs: environment.COMMAND_WAIT_TARGET_MS,
      maxWaiting: environment.MAX_WAITING_COMMANDS,
      maxRequestsInFlight: environment.MAX_REQUESTS_IN_FLIGHT,
      maxRequestsPerTenant:
        environment.MAX_REQUESTS_PER_TENANT ?? Math.ceil(environment.MAX_REQUESTS_IN_FLIGHT / 2),
      maxWaitingWorkers: environment.MAX_WAITING_WORKERS,
    },
    rates: ratesOf(environment),
    jobs: {
      concurrency: environment.JOB_CONCURRENCY,
      concurrencyByType: environment.JOB_CONCURRENCY_BY_TYPE ?? new Map(),
      firstRetryMs: environment.JOB_RETRY_WAIT_MS,
    },
    history: {
      archiveAfterDays: environment.ARCHIVE_AFTER_DAYS ?? null,
      retentionDays: environment.HISTORY_RETENTION_DAYS ?? null,
    },
    taskExecutionTimeoutSeconds: environment.TASK_EXECUTION_TIMEOUT,
    cacheTtlSeconds: environment.CACHE_TTL_SECONDS,
    logs: {
      level: environment.ENABLE_DEBUG_LOGGING ? 'debug' : environment.LOG_LEVEL,
      file: environment.LOG_FILE ?? null,
    },
    metrics: {
      enabled: environment.ENABLE_METRICS,
      path: environment.METRICS_ENDPOINT,
      legacyNames: environment.METRICS_LEGACY_NAMES,
    },
    apiDocs: environment.ENABLE_API_DOCS ?? !production,
    testClock: environment.ENABLE_TEST_CLOCK,
    apg: platformUrl === undefined || apiKey === undefined ? null : { platformUrl, apiKey },
  };
}

function filesOf(environment: Environment): FileSettings {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_PATH_STYLE: pathStyle } = environment;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const isComplete = bucket !== undefined && accessKeyId !== undefined && secretAccessKey !== undefined;
  if (environment.FILE_STORAGE === 'local' || !isComplete) {
    return { storage: 'local', path: environment.FILE_STORAGE_PATH ?? join(environment.DATA_DIR, 'files') };
  }
  const endpoint = environment.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  return { storage: 's3', endpoint, bucket, region, accessKeyId, secretAccessKey, pathStyle };
}

/** Whoever develops, tests or measures alone sends as much as they like. */
function ratesOf(environment: Environment): Config['rates'] {
  const production = environment.NODE_ENV === 'production';
  const perUser = environment.RATE_LIMIT_PER_USER ?? (production ? 100 : 0);
  return {
    perUser,
    burst: environment.RATE_LIMIT_BURST ?? 2 * perUser,
    perTenant: environment.RATE_LIMIT_PER_TENANT ?? (production ? 1000 : 0),
  };
}

function tokenKeysOf({ JWT_SECRET: secret, JWT_PUBLIC_KEY: publicKey }: Environment): TokenKey[] {
  return [
    ...(secret === undefined ? [] : [secretTokenKey(secret)]),
    ...(publicKey === undefined ? [] : [publicKey]),
  ];
}

function authOf(environment: Environment): AuthSettings {
  const keys = tokenKeysOf(environment);
  const { JWT_ISSUER: issuer = null, JWT_AUDIENCE: audience = null } = environment;
  const tokens = { keys, issuer, audience };
  switch (authModeOf(environment)) {
    case 'dev':
      return { mode: 'dev', tokens: keys.length === 0 ? null : tokens };
    case 'jwt':
      return { mode: 'jwt', tokens };
    case 'oidc':
      return { mode: 'oidc', provider: providerOf(environment) };
    case 'apg':
      return { mode: 'apg', platform: platformOf(environment) };
  }
}

function providerOf(environment: Environment): OidcSettings {
  return {
    issuer: environment.OIDC_ISSUER ?? '',
    audience: environment.OIDC_AUDIENCE ?? '',
    claims: {
      ...ownClaims,
      tenant: environment.OIDC_TENANT_CLAIM,
      user: environment.OIDC_USER_CLAIM,
      roles: environment.OIDC_ROLES_CLAIM,
      groups: environment.OIDC_GROUPS_CLAIM,
    },
    tenant: environment.OIDC_TENANT ?? null,
    roles: environment.OIDC_ROLES ?? new Map(),
  };
}

function oidcLoginOf(environment: Environment): OidcLoginSettings | null {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret = null } = environment;
  const { PUBLIC_URL: publicUrl, OIDC_SCOPES: scopes } = environment;
  if (clientId === undefined || publicUrl === undefined) return null;
  return { provider: providerOf(environment), clientId, clientSecret, publicUrl, scopes };
}

function platformOf({
  APG_PLATFORM_URL: url = '',
  APG_API_KEY: apiKey = '',
  ...environment
}: Environment): ApgAuthSettings {
  return {
    authRbacEndpoint: environment.AUTH_RBAC_ENDPOINT ?? `${url.replace(/\/$/, '')}/auth-rbac`,
    apiKey,
  };
}

function corsOriginsOf(environment: Environment): readonly string[] {
  if (!environment.ENABLE_CORS) return [];
  if (environment.CORS_ORIGINS !== undefined) return environment.CORS_ORIGINS;
  return environment.NODE_ENV === 'production' ? [] : ['http://localhost:3000', 'http://localhost:8080'];
}
