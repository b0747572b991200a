import { isIP } from 'node:net';
import { z } from 'zod';
import { publicTokenKey } from './access/token-key.ts';

/** Level names as the guide spells them, and those of the logger. */
export const logLevels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
  FATAL: 'fatal',
} as const;

/**
 * A key whose text `read` understands, undefined when it does not. The refusal names the key, the rule
 * and what was found; `show` hides what must not be printed.
 */
function key<Value>(
  name: string,
  expected: string,
  read: (text: string) => Value | undefined,
  show: (text: string) => string = JSON.stringify,
) {
  return z.string().transform((text, context): Value => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    context.addIssue(`Expected ${name} to be ${expected}, but found ${show(text)}`);
    return z.NEVER;
  });
}

function integer(name: string, least: number, most: number) {
  return key(name, `a whole number from ${least} to ${most}`, (text) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  });
}

function flag(name: string) {
  return key(name, 'true or false', (text) => {
    const word = text.toLowerCase();
    if (word === 'true' || word === '1' || word === 'yes' || word === 'on') return true;
    return word === 'false' || word === '0' || word === 'no' || word === 'off' ? false : undefined;
  });
}

function choice<const Values extends Readonly<Record<string, string>>>(
  name: string,
  expected: string,
  values: Values,
) {
  return key(name, expected, (text): Values[keyof Values] | undefined =>
    Object.hasOwn(values, text) ? values[text as keyof Values] : undefined,
  );
}

function url(name: string, protocols: readonly string[]) {
  const allowed = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return key(
    name,
    `an address that starts with ${allowed}`,
    (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
    // An address may carry a password.
    (text) => (URL.canParse(text) ? `one that starts with ${new URL(text).protocol}` : 'no address'),
  );
}

/** Comma separated, or a JSON array as the guide writes it. */
function origins(name: string) {
  return key(name, 'http(s) origins separated by commas, without *', (text): string[] | undefined => {
    const items = text.replace(/^\[|\]$/g, '').split(',');
    const found = items.map((item) =>
      item
        .trim()
        .replace(/^["']|["']$/g, '')
        .replace(/\/$/, ''),
    );
    return found.every((item) => URL.canParse(item) && new URL(item).origin === item) ? found : undefined;
  });
}

/** `name=value,other=value`; a name is any text without comma and equals sign, and stands there once. */
function pairs<Value>(name: string, expected: string, read: (text: string) => Value | undefined) {
  return key(name, expected, (text): ReadonlyMap<string, Value> | undefined => {
    const found = new Map<string, Value>();
    for (const pair of text.split(',')) {
      const [, left = '', right = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      const value = read(right);
      if (left === '' || value === undefined || found.has(left)) return undefined;
      found.set(left, value);
    }
    return found;
  });
}

function limitsByType(name: string) {
  const expected = 'job types with their limits from 1 to 10000, such as charge-card=4,send-mail=10';
  return pairs(name, expected, (text) => {
    const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    return limit >= 1 && limit <= 10_000 ? limit : undefined;
  });
}

/** What the provider calls a role with what we call it. */
function roleNames(name: string) {
  const expected = "the provider's names of roles with ours, such as wbpm-admins=admin,staff=user";
  return pairs(name, expected, (text) => (/^\w{1,64}$/.test(text) ? text : undefined));
}

/** Whoever can listen in on the way to the issuer can be anybody. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  );
}

function byteCount(text: string): string {
  return `${Buffer.byteLength(text)} bytes`;
}

/** Not a number of proxies: whoever reaches the server past them could pretend to be one. */
function proxyAddresses(name: string) {
  const expected = 'false, or the addresses of proxies such as 10.0.0.0/8,::1';
  return key(name, expected, (text): readonly string[] | undefined => {
    if (/^(false|off|no|0)$/i.test(text)) return [];
    const addresses = text.split(',').map((address) => address.trim());
    return addresses.every(isAddressRange) ? addresses : undefined;
  });
}

function isAddressRange(text: string): boolean {
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

const base64Key = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Every key of the environment the server reads. `.env.example` lists the same; a test compares. */
export const environmentSchema = z.object({
  NODE_ENV: choice('NODE_ENV', 'development, test or production', {
    development: 'development',
    test: 'test',
    production: 'production',
  }).default('development'),
  HOST: key('HOST', 'a host name or address', (text) => (/^[\w.:-]+$/.test(text) ? text : undefined)).default(
    '127.0.0.1',
  ),
  PORT: integer('PORT', 0, 65_535).optional(),
  TRUST_PROXY: proxyAddresses('TRUST_PROXY').default([]),
  SHUTDOWN_DELAY_MS: integer('SHUTDOWN_DELAY_MS', 0, 300_000).default(250),
  SHUTDOWN_TIMEOUT_MS: integer('SHUTDOWN_TIMEOUT_MS', 1000, 600_000).default(25_000),
  DATABASE_URL: url('DATABASE_URL', ['postgresql:', 'postgres:']).optional(),
  DATA_DIR: z.string().default('./data'),
  FILE_STORAGE: choice('FILE_STORAGE', 'local or s3', { local: 'local', s3: 's3' }).default('local'),
  FILE_STORAGE_PATH: z.string().optional(),
  S3_ENDPOINT: url('S3_ENDPOINT', ['https:', 'http:']).optional(),
  S3_BUCKET: key('S3_BUCKET', 'the name of a bucket', (text) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) ? text : undefined,
  ).optional(),
  S3_REGION: key('S3_REGION', 'a region such as eu-central-1', (text) =>
    /^[a-z0-9-]{1,64}$/.test(text) ? text : undefined,
  ).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: flag('S3_PATH_STYLE').default(true),
  LARGE_VALUE_BYTES: integer('LARGE_VALUE_BYTES', 1024, 1_000_000_000).default(65_536),
  DATABASE_POOL_SIZE: integer('DATABASE_POOL_SIZE', 1, 1000).default(20),
  DATABASE_MAX_OVERFLOW: integer('DATABASE_MAX_OVERFLOW', 0, 1000).default(30),
  REDIS_URL: url('REDIS_URL', ['redis:', 'rediss:']).optional(),
  REDIS_POOL_SIZE: integer('REDIS_POOL_SIZE', 1, 1000).default(10),
  AUTH_MODE: choice('AUTH_MODE', 'dev, jwt, oidc or apg', {
    dev: 'dev',
    jwt: 'jwt',
    oidc: 'oidc',
    apg: 'apg',
  }).optional(),
  JWT_SECRET: key(
    'JWT_SECRET',
    'at least 32 bytes long',
    (text) => (Buffer.byteLength(text) >= 32 ? text : undefined),
    byteCount,
  ).optional(),
  JWT_PUBLIC_KEY: key(
    'JWT_PUBLIC_KEY',
    'a public key in PEM: RSA of 2048 bits or more, P-256 or Ed25519',
    publicTokenKey,
    byteCount,
  ).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  OIDC_ISSUER: key(
    'OIDC_ISSUER',
    'an address that starts with https://, or with http:// on this machine',
    (text) => (isSafeIssuer(text) ? text : undefined),
    () => 'another one',
  ).optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_TENANT: key('OIDC_TENANT', 'a tenant: letters, digits, _ and -, 64 at most', (text) =>
    /^[A-Za-z0-9_-]{1,64}$/.test(text) ? text : undefined,
  ).optional(),
  OIDC_TENANT_CLAIM: z.string().default('tenant_id'),
  OIDC_USER_CLAIM: z.string().default('sub'),
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_ROLES: roleNames('OIDC_ROLES').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPES: key('OIDC_SCOPES', 'scopes separated by spaces, openid among them', (text) =>
    /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text) && text.split(' ').includes('openid') ? text : undefined,
  ).default('openid profile email'),
  PUBLIC_URL: key(
    'PUBLIC_URL',
    'the origin browsers reach this server at, such as https://wbpm.example.org',
    (text) =>
      URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '') && /^https?:/.test(text)
        ? new URL(text).origin
        : undefined,
  ).optional(),
  LOCAL_ACCOUNTS: flag('LOCAL_ACCOUNTS').default(false),
  SESSION_HOURS: integer('SESSION_HOURS', 1, 720).default(12),
  SESSION_IDLE_MINUTES: integer('SESSION_IDLE_MINUTES', 5, 43_200).default(120),
  AUTH_RBAC_ENDPOINT: url('AUTH_RBAC_ENDPOINT', ['https:', 'http:']).optional(),
  ENCRYPTION_KEY: key(
    'ENCRYPTION_KEY',
    '32 bytes in base64',
    (text): Uint8Array | undefined => (base64Key.test(text) ? Buffer.from(text, 'base64') : undefined),
    (text) => `${Buffer.byteLength(text, 'base64')} bytes`,
  ).optional(),
  MAX_CONCURRENT_WORKFLOWS: integer('MAX_CONCURRENT_WORKFLOWS', 1, 1_000_000).optional(),
  MAX_STEPS_WITHOUT_WAIT: integer('MAX_STEPS_WITHOUT_WAIT', 100, 1_000_000_000).default(10_000_000),
  COMMAND_WAIT_TARGET_MS: integer('COMMAND_WAIT_TARGET_MS', 100, 60_000).default(2000),
  MAX_WAITING_COMMANDS: integer('MAX_WAITING_COMMANDS', 16, 1_000_000).default(20_000),
  MAX_REQUESTS_IN_FLIGHT: integer('MAX_REQUESTS_IN_FLIGHT', 1, 1_000_000).default(10_000),
  MAX_REQUESTS_PER_TENANT: integer('MAX_REQUESTS_PER_TENANT', 1, 1_000_000).optional(),
  MAX_WAITING_WORKERS: integer('MAX_WAITING_WORKERS', 1, 1_000_000).default(2000),
  RATE_LIMIT_PER_USER: integer('RATE_LIMIT_PER_USER', 0, 1_000_000).optional(),
  RATE_LIMIT_BURST: integer('RATE_LIMIT_BURST', 0, 10_000_000).optional(),
  RATE_LIMIT_PER_TENANT: integer('RATE_LIMIT_PER_TENANT', 0, 1_000_000).optional(),
  JOB_CONCURRENCY: integer('JOB_CONCURRENCY', 1, 10_000).default(32),
  JOB_CONCURRENCY_BY_TYPE: limitsByType('JOB_CONCURRENCY_BY_TYPE').optional(),
  JOB_RETRY_WAIT_MS: integer('JOB_RETRY_WAIT_MS', 0, 3_600_000).default(1000),
  ARCHIVE_AFTER_DAYS: integer('ARCHIVE_AFTER_DAYS', 0, 36_500).optional(),
  HISTORY_RETENTION_DAYS: integer('HISTORY_RETENTION_DAYS', 0, 36_500).optional(),
  TASK_EXECUTION_TIMEOUT: integer('TASK_EXECUTION_TIMEOUT', 1, 604_800).default(3600),
  CACHE_TTL_SECONDS: integer('CACHE_TTL_SECONDS', 0, 86_400).default(300),
  ENABLE_CORS: flag('ENABLE_CORS').default(true),
  CORS_ORIGINS: origins('CORS_ORIGINS').optional(),
  LOG_LEVEL: key('LOG_LEVEL', 'DEBUG, INFO, WARNING, ERROR or CRITICAL', (text) => {
    const level = text.toUpperCase();
    return Object.hasOwn(logLevels, level) ? logLevels[level as keyof typeof logLevels] : undefined;
  }).default('info'),
  LOG_FILE: z.string().optional(),
  ENABLE_DEBUG_LOGGING: flag('ENABLE_DEBUG_LOGGING').default(false),
  ENABLE_METRICS: flag('ENABLE_METRICS').default(true),
  METRICS_ENDPOINT: key('METRICS_ENDPOINT', 'a path such as /metrics', (text) =>
    /^\/[\w./-]+$/.test(text) ? text : undefined,
  ).default('/metrics'),
  METRICS_LEGACY_NAMES: flag('METRICS_LEGACY_NAMES').default(false),
  ENABLE_API_DOCS: flag('ENABLE_API_DOCS').optional(),
  ENABLE_TEST_CLOCK: flag('ENABLE_TEST_CLOCK').default(false),
  APG_PLATFORM_URL: url('APG_PLATFORM_URL', ['https:', 'http:']).optional(),
  APG_API_KEY: z.string().optional(),
});

export type Environment = z.infer<typeof environmentSchema>;
