import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readCliConfig, readConfig } from './config.ts';
import { environmentSchema } from './config-keys.ts';

const secret = 'a-secret-of-at-least-thirty-two-bytes';
const encryptionKey = Buffer.alloc(32, 7).toString('base64');
const publicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const production = { NODE_ENV: 'production', JWT_SECRET: secret, ENCRYPTION_KEY: encryptionKey };

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration without any key', () => {
  it('is a development server that stands alone', () => {
    expect(readConfig({})).toEqual({
      production: false,
      http: {
        host: '127.0.0.1',
        port: 8000,
        portGiven: false,
        trustedProxies: [],
        corsOrigins: ['http://localhost:3000', 'http://localhost:8080'],
      },
      shutdown: { delayMs: 250, timeoutMs: 25_000 },
      database: { url: null, dataDir: './data', poolSize: 20, maxOverflow: 30 },
      files: { storage: 'local', path: 'data/files' },
      largeValueBytes: 65_536,
      redis: { url: null, poolSize: 10 },
      auth: { mode: 'dev', tokens: null },
      login: {
        localAccounts: false,
        oidc: null,
        sessions: { lastsMs: 43_200_000, idleMs: 7_200_000 },
      },
      encryptionKey: null,
      maxConcurrentWorkflows: 100,
      maxStepsWithoutWait: 10_000_000,
      overload: {
        waitTargetMs: 2000,
        maxWaiting: 20_000,
        maxRequestsInFlight: 10_000,
        maxRequestsPerTenant: 5000,
        maxWaitingWorkers: 2000,
      },
      rates: { perUser: 0, burst: 0, perTenant: 0 },
      jobs: { concurrency: 32, concurrencyByType: new Map(), firstRetryMs: 1000 },
      history: { archiveAfterDays: null, retentionDays: null },
      taskExecutionTimeoutSeconds: 3600,
      cacheTtlSeconds: 300,
      logs: { level: 'info', file: null },
      metrics: { enabled: true, path: '/metrics', legacyNames: false },
      apiDocs: true,
      testClock: false,
      apg: null,
    });
  });
});

describe('the configuration of production', () => {
  it('asks for tokens, shows no documentation and allows more workflows', () => {
    expect(readConfig(production)).toMatchObject({
      production: true,
      http: { corsOrigins: [] },
      auth: { mode: 'jwt', tokens: { keys: [{ algorithm: 'HS256' }] } },
      encryptionKey: Buffer.alloc(32, 7),
      maxConcurrentWorkflows: 1000,
      rates: { perUser: 100, burst: 200, perTenant: 1000 },
      apiDocs: false,
    });
  });

  it('limits rates as it is told, or not at all', () => {
    const rates = (keys: Record<string, string>) => readConfig({ ...production, ...keys }).rates;
    expect(rates({ RATE_LIMIT_PER_USER: '20' })).toEqual({ perUser: 20, burst: 40, perTenant: 1000 });
    expect(rates({ RATE_LIMIT_BURST: '0', RATE_LIMIT_PER_TENANT: '0' })).toEqual({
      perUser: 100,
      burst: 0,
      perTenant: 0,
    });
  });

  it('refuses what would open it', () => {
    expect(problemsOf({ ...production, AUTH_MODE: 'dev', ENABLE_TEST_CLOCK: 'true' })).toEqual([
      'Expected AUTH_MODE to be jwt, oidc or apg with NODE_ENV=production, but found dev',
      'Expected ENABLE_TEST_CLOCK to be false with NODE_ENV=production, but found true',
    ]);
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      'Expected JWT_SECRET, JWT_PUBLIC_KEY or LOCAL_ACCOUNTS to be set with AUTH_MODE=jwt, but found none',
      'Expected ENCRYPTION_KEY to be set with NODE_ENV=production, but found nothing',
    ]);
  });
});

describe('a key', () => {
  it('is read when it is set', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      DATABASE_URL: 'postgresql://localhost:5432/wbpm_dev',
      DATABASE_POOL_SIZE: '5',
      REDIS_URL: 'redis://localhost:6379/0',
      AUTH_MODE: 'jwt',
      JWT_SECRET: secret,
      JWT_PUBLIC_KEY: publicKey,
      JWT_ISSUER: 'https://login.example',
      JWT_AUDIENCE: 'wbpm',
      MAX_CONCURRENT_WORKFLOWS: '7',
      MAX_STEPS_WITHOUT_WAIT: '5000',
      JOB_CONCURRENCY: '8',
      JOB_CONCURRENCY_BY_TYPE: 'charge-card=2, send mail = 4',
      JOB_RETRY_WAIT_MS: '0',
      CORS_ORIGINS: '["https://a.example", "https://b.example/"]',
      LOG_LEVEL: 'warning',
      LOG_FILE: '/tmp/wbpm.log',
      ENABLE_METRICS: 'no',
      METRICS_ENDPOINT: '/internal/metrics',
      METRICS_LEGACY_NAMES: 'on',
      ENABLE_API_DOCS: 'off',
      ENABLE_TEST_CLOCK: '1',
      APG_PLATFORM_URL: 'https://apg.example',
      APG_API_KEY: 'k',
      UNKNOWN_KEY: 'ignored',
    });
    expect(config).toMatchObject({
      http: {
        host: '0.0.0.0',
        port: 0,
        portGiven: true,
        corsOrigins: ['https://a.example', 'https://b.example'],
      },
      database: { url: 'postgresql://localhost:5432/wbpm_dev', poolSize: 5 },
      redis: { url: 'redis://localhost:6379/0' },
      auth: {
        mode: 'jwt',
        tokens: {
          keys: [{ algorithm: 'HS256' }, { algorithm: 'EdDSA' }],
          issuer: 'https://login.example',
          audience: 'wbpm',
        },
      },
      maxConcurrentWorkflows: 7,
      maxStepsWithoutWait: 5000,
      jobs: {
        concurrency: 8,
        concurrencyByType: new Map([
          ['charge-card', 2],
          ['send mail', 4],
        ]),
        firstRetryMs: 0,
      },
      logs: { level: 'warn', file: '/tmp/wbpm.log' },
      metrics: { enabled: false, path: '/internal/metrics', legacyNames: true },
      apiDocs: false,
      testClock: true,
      apg: { platformUrl: 'https://apg.example', apiKey: 'k' },
    });
  });

  it.each(['99', '1000000001', '1e6', '-1', 'none'])('of steps is not %s', (text) => {
    expect(problemsOf({ MAX_STEPS_WITHOUT_WAIT: text })).toEqual([
      `Expected MAX_STEPS_WITHOUT_WAIT to be a whole number from 100 to 1000000000, but found "${text}"`,
    ]);
  });

  it.each(['a', 'a=0', 'a=1,', '=1', 'a=1,a=2', 'a=10001', 'a=-1'])('of limits is not %s', (text) => {
    expect(problemsOf({ JOB_CONCURRENCY_BY_TYPE: text })).toEqual([
      `Expected JOB_CONCURRENCY_BY_TYPE to be job types with their limits from 1 to 10000, such as charge-card=4,send-mail=10, but found "${text}"`,
    ]);
  });

  it('set to an empty text counts as not set', () => {
    expect(readConfig({ PORT: '', JWT_SECRET: '  ', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  it('turns on debug logs, and turns off cross-origin access', () => {
    expect(readConfig({ ENABLE_DEBUG_LOGGING: 'true' }).logs.level).toBe('debug');
    expect(readConfig({ ENABLE_CORS: 'false' }).http.corsOrigins).toEqual([]);
  });

  it.each([
    ['PORT', 'abc', 'Expected PORT to be a whole number from 0 to 65535, but found "abc"'],
    ['PORT', '70000', 'Expected PORT to be a whole number from 0 to 65535, but found "70000"'],
    ['HOST', 'a b', 'Expected HOST to be a host name or address, but found "a b"'],
    ['AUTH_MODE', 'basic', 'Expected AUTH_MODE to be dev, jwt, oidc or apg, but found "basic"'],
    ['AUTH_MODE', 'toString', 'Expected AUTH_MODE to be dev, jwt, oidc or apg, but found "toString"'],
    [
      'OIDC_ISSUER',
      'http://login.example',
      'Expected OIDC_ISSUER to be an address that starts with https://, or with http:// on this machine, but found another one',
    ],
    [
      'OIDC_ROLES',
      'admins',
      'Expected OIDC_ROLES to be the provider\'s names of roles with ours, such as wbpm-admins=admin,staff=user, but found "admins"',
    ],
    [
      'OIDC_TENANT',
      'a b',
      'Expected OIDC_TENANT to be a tenant: letters, digits, _ and -, 64 at most, but found "a b"',
    ],
    ['NODE_ENV', 'prod', 'Expected NODE_ENV to be development, test or production, but found "prod"'],
    [
      'JWT_PUBLIC_KEY',
      'private',
      'Expected JWT_PUBLIC_KEY to be a public key in PEM: RSA of 2048 bits or more, P-256 or Ed25519, but found 7 bytes',
    ],
    ['JWT_SECRET', 'short', 'Expected JWT_SECRET to be at least 32 bytes long, but found 5 bytes'],
    ['ENCRYPTION_KEY', 'AAAA', 'Expected ENCRYPTION_KEY to be 32 bytes in base64, but found 3 bytes'],
    ['ENABLE_METRICS', 'maybe', 'Expected ENABLE_METRICS to be true or false, but found "maybe"'],
    [
      'METRICS_ENDPOINT',
      'metrics',
      'Expected METRICS_ENDPOINT to be a path such as /metrics, but found "metrics"',
    ],
    [
      'LOG_LEVEL',
      'loud',
      'Expected LOG_LEVEL to be DEBUG, INFO, WARNING, ERROR or CRITICAL, but found "loud"',
    ],
    [
      'CORS_ORIGINS',
      '*',
      'Expected CORS_ORIGINS to be http(s) origins separated by commas, without *, but found "*"',
    ],
    [
      'DATABASE_URL',
      'mysql://user:password@host/db',
      'Expected DATABASE_URL to be an address that starts with postgresql:// or postgres://, but found one that starts with mysql:',
    ],
    [
      'REDIS_URL',
      'localhost',
      'Expected REDIS_URL to be an address that starts with redis:// or rediss://, but found no address',
    ],
  ])('%s=%s is refused in one sentence', (key, value, sentence) => {
    expect(problemsOf({ [key]: value })).toEqual([sentence]);
  });

  it('may need another', () => {
    expect(problemsOf({ AUTH_MODE: 'jwt' })).toEqual([
      'Expected JWT_SECRET, JWT_PUBLIC_KEY or LOCAL_ACCOUNTS to be set with AUTH_MODE=jwt, but found none',
    ]);
    expect(problemsOf({ APG_PLATFORM_URL: 'https://apg.example' })).toEqual([
      'Expected APG_API_KEY to be set with APG_PLATFORM_URL, but found nothing',
    ]);
  });

  it('of a provider needs the others, and names what they are by default', () => {
    const needed = { OIDC_ISSUER: 'https://login.example/realms/acme', OIDC_AUDIENCE: 'wbpm' };
    expect(readConfig({ ...production, AUTH_MODE: 'oidc', ...needed }).auth).toEqual({
      mode: 'oidc',
      provider: {
        issuer: 'https://login.example/realms/acme',
        audience: 'wbpm',
        claims: {
          tenant: 'tenant_id',
          user: 'sub',
          roles: 'roles',
          groups: 'groups',
          permissions: 'permissions',
        },
        tenant: null,
        roles: new Map(),
      },
    });
    expect(problemsOf({ AUTH_MODE: 'oidc' })).toEqual([
      'Expected OIDC_ISSUER to be set with AUTH_MODE=oidc, but found nothing',
      'Expected OIDC_AUDIENCE to be set with AUTH_MODE=oidc, but found nothing',
    ]);
  });

  it('of a provider may say what it calls differently', () => {
    const { auth } = readConfig({
      AUTH_MODE: 'oidc',
      OIDC_ISSUER: 'http://127.0.0.1:8080/realms/acme',
      OIDC_AUDIENCE: 'wbpm',
      OIDC_TENANT: 'acme',
      OIDC_TENANT_CLAIM: 'org',
      OIDC_USER_CLAIM: 'preferred_username',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_GROUPS_CLAIM: 'teams',
      OIDC_ROLES: 'wbpm-admins=admin, all staff = user',
    });
    expect(auth).toMatchObject({
      provider: {
        tenant: 'acme',
        claims: { tenant: 'org', user: 'preferred_username', roles: 'realm_access.roles', groups: 'teams' },
        roles: new Map([
          ['wbpm-admins', 'admin'],
          ['all staff', 'user'],
        ]),
      },
    });
  });

  it.each(['https://login.example', 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080/a'])(
    'of a provider may be %s',
    (issuer) => {
      const { auth } = readConfig({ AUTH_MODE: 'oidc', OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'wbpm' });
      expect(auth).toMatchObject({ provider: { issuer } });
    },
  );

  it.each(['=admin', 'a=', 'a=b,', 'a=b,a=c', 'a=b c'])('of role names is not %s', (text) => {
    expect(problemsOf({ OIDC_ROLES: text })).toEqual([
      `Expected OIDC_ROLES to be the provider's names of roles with ours, such as wbpm-admins=admin,staff=user, but found "${text}"`,
    ]);
  });

  it('of the platform needs the others, and is where its tokens are looked at', () => {
    const platform = { AUTH_MODE: 'apg', APG_PLATFORM_URL: 'https://apg.example/', APG_API_KEY: 'k' };
    expect(readConfig({ ...production, ...platform }).auth).toEqual({
      mode: 'apg',
      platform: { authRbacEndpoint: 'https://apg.example/auth-rbac', apiKey: 'k' },
    });
    expect(readConfig({ ...platform, AUTH_RBAC_ENDPOINT: 'https://rbac.example' }).auth).toEqual({
      mode: 'apg',
      platform: { authRbacEndpoint: 'https://rbac.example', apiKey: 'k' },
    });
    expect(problemsOf({ AUTH_MODE: 'apg' })).toEqual([
      'Expected APG_PLATFORM_URL to be set with AUTH_MODE=apg, but found nothing',
      'Expected APG_API_KEY to be set with AUTH_MODE=apg, but found nothing',
    ]);
    expect(problemsOf({ AUTH_RBAC_ENDPOINT: 'rbac.example' })).toEqual([
      'Expected AUTH_RBAC_ENDPOINT to be an address that starts with https:// or http://, but found no address',
    ]);
  });

  it('of S3 needs the others', () => {
    expect(problemsOf({ FILE_STORAGE: 's3' })).toEqual([
      'Expected S3_BUCKET to be set with FILE_STORAGE=s3, but found nothing',
      'Expected S3_ACCESS_KEY_ID to be set with FILE_STORAGE=s3, but found nothing',
      'Expected S3_SECRET_ACCESS_KEY to be set with FILE_STORAGE=s3, but found nothing',
    ]);
    const complete = { S3_BUCKET: 'wbpm', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(readConfig({ FILE_STORAGE: 's3', S3_REGION: 'eu-central-1', ...complete }).files).toEqual({
      storage: 's3',
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      bucket: 'wbpm',
      region: 'eu-central-1',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      pathStyle: true,
    });
    expect(problemsOf({ S3_BUCKET: '../x' })).toEqual([
      'Expected S3_BUCKET to be the name of a bucket, but found "../x"',
    ]);
  });

  it('with a fault does not hide the faults of others', () => {
    expect(problemsOf({ PORT: 'x', JWT_SECRET: 'y' })).toHaveLength(2);
    expect(() => readConfig({ PORT: 'x', JWT_SECRET: 'y' })).toThrow(/PORT.*\n.*JWT_SECRET/);
  });
});

describe('the proxies that are trusted', () => {
  it.each([
    ['false', []],
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  ])('are read from %s', (text, trusted) => {
    expect(readConfig({ TRUST_PROXY: text }).http.trustedProxies).toEqual(trusted);
  });

  it.each(['true', '1', '10.0.0.0/33', 'proxy.example', '::1/129', '10.0.0.1,'])('are not %s', (text) => {
    expect(problemsOf({ TRUST_PROXY: text })).toEqual([
      `Expected TRUST_PROXY to be false, or the addresses of proxies such as 10.0.0.0/8,::1, but found ${JSON.stringify(text)}`,
    ]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const lines = [...text.matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const keys = lines.map((line) => line[2] ?? '');

  it('names every key that is read, once', () => {
    const read = [...Object.keys(environmentSchema.shape), 'WBPM_URL', 'WBPM_TOKEN'];
    expect(keys.toSorted()).toEqual(read.toSorted());
  });

  it('sets the defaults', () => {
    const set = lines.filter((line) => line[1] === undefined).map((line) => [line[2], line[3]]);
    expect(readConfig(Object.fromEntries(set))).toEqual(readConfig({}));
  });
});

describe('the configuration of the command line', () => {
  it('is the local server without token unless told otherwise', () => {
    expect(readCliConfig({})).toEqual({ url: 'http://127.0.0.1:8000', token: null, jwtSecret: null });
    expect(readCliConfig({ WBPM_URL: 'https://w', WBPM_TOKEN: 't', JWT_SECRET: 's', PORT: 'bad' })).toEqual({
      url: 'https://w',
      token: 't',
      jwtSecret: 's',
    });
  });
});
