import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createAuthentication } from './access/authenticate.ts';
import { oidcLogin } from './access/oidc-login.ts';
import { type App, createApp } from './api/app.ts';
import { registerFeed } from './api/feed/socket.ts';
import { firstFreePort } from './api/free-port.ts';
import { createGraphql } from './api/graphql/graphql.ts';
import { registerGraphqlRoute } from './api/graphql/route.ts';
import { registerGraphqlSocket } from './api/graphql/socket.ts';
import { createRates } from './api/rates/rates.ts';
import { registerActivityRoutes } from './api/rest/activities.ts';
import { registerApiKeyRoutes } from './api/rest/api-keys.ts';
import { registerBatchRoutes } from './api/rest/batches.ts';
import { registerClockRoutes } from './api/rest/clock.ts';
import { registerDecisionRoutes } from './api/rest/decisions.ts';
import { registerEventRoutes } from './api/rest/events.ts';
import { registerGroupRoutes } from './api/rest/groups.ts';
import { registerHealthRoutes } from './api/rest/health.ts';
import { registerIncidentRoutes } from './api/rest/incidents.ts';
import { registerInstanceRoutes } from './api/rest/instances.ts';
import { registerJobRoutes } from './api/rest/jobs.ts';
import { type LoginApi, registerLoginRoutes } from './api/rest/login.ts';
import { registerMeRoutes } from './api/rest/me.ts';
import { oidcLoginPath, registerOidcLoginRoutes } from './api/rest/oidc-login.ts';
import { registerParseRoutes } from './api/rest/parse.ts';
import { registerProcessRoutes } from './api/rest/processes.ts';
import { registerRoleRoutes } from './api/rest/roles.ts';
import { registerTaskRoutes } from './api/rest/tasks.ts';
import { registerTenantRoutes } from './api/rest/tenants.ts';
import { registerUserRoutes } from './api/rest/users.ts';
import { sessionCookie } from './api/session-cookie.ts';
import { translateError } from './api/translate-error.ts';
import { registerWebApp } from './api/web-app.ts';
import { startBatches } from './batches/work-off.ts';
import type { Config } from './config.ts';
import { openFileStore } from './files/open-file-store.ts';
import { startHistory } from './history/history-loop.ts';
import { startTenantErasure } from './identity/erase-tenants.ts';
import { type FirstAdministrator, makeFirstAdministrator } from './identity/first-administrator.ts';
import { knownCallers } from './identity/known-callers.ts';
import { startSessionSweep } from './identity/sweep-sessions.ts';
import { healthChecks } from './observability/checks.ts';
import { createHealth } from './observability/health.ts';
import type { Logs } from './observability/logs.ts';
import { createMetrics } from './observability/metrics.ts';
import { observeRuntime } from './observability/observe-runtime.ts';
import { systemClock, testClock } from './runtime/clock.ts';
import { afterTheCommit, openFanOut } from './runtime/fan-out.ts';
import { followDatabaseTime } from './runtime/follow-database-time.ts';
import { createLargeValues } from './runtime/large-values.ts';
import { createRuntime } from './runtime/runtime.ts';
import { createScriptPool } from './runtime/scripts/script-pool.ts';
import { startFileSweep } from './runtime/sweep-files.ts';
import { isTemporary } from './runtime/temporary-failure.ts';
import { deploySamples } from './samples/deploy-samples.ts';
import { sampleJobHandlers } from './samples/job-handlers.ts';
import type { CommitNotices } from './store/commit-notice.ts';
import { databaseNow } from './store/database-time.ts';
import { listenIdentity } from './store/identity-notice.ts';
import { openDatabase } from './store/open-database.ts';
import { redisConnection } from './store/redis-connection.ts';
import { startUpkeep } from './store/upkeep.ts';
import { createInboxes } from './tasks/inboxes.ts';
import { version } from './version.ts';

export interface RunningServer {
  readonly url: string;
  readonly durability: 'power-loss' | 'process-crash';
  readonly storedIn: string;
  /** Where none ever was and there are local accounts: one was made, and nobody else knows the password. */
  readonly firstAdministrator: FirstAdministrator | null;
  /**
   * Says that it is not ready any more and serves on for the delay of the configuration; then finishes what
   * was accepted, releases leases and closes. Safe to call twice.
   */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Config;
  readonly logs: Logs;
  /** Deploys the sample processes where no process was ever deployed. */
  readonly samples: boolean;
  /** The embedded directory was taken by another process: nothing may be written any more. */
  readonly onDataDirectoryLost: (reason: Error) => void;
  /** Opens the database in another way: for tests that watch what is asked of it. */
  readonly openDatabase?: typeof openDatabase;
}

const scriptWallClockMs = 3000;
const scriptThreads = 2;
const closeIdleEveryMs = 100;

/** Composes the server and starts it: store, runtime, use cases, API, feed and web application. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, logs } = options;
  let stopping: Promise<void> | null = null;
  const onError = (error: unknown): void => logs.server.error({ err: error }, 'Background work failed');
  const database = await (options.openDatabase ?? openDatabase)({
    databaseUrl: config.database.url,
    dataDir: config.database.dataDir,
    poolSize: config.database.poolSize,
    onDataDirectoryLost: options.onDataDirectoryLost,
  });
  const files = await openFileStore(config.files, database).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  // Files have the time of the machines, whatever a test makes of the server's.
  const sweeping = startFileSweep({ database, files, now: Date.now }, onError);
  const steerable = config.testClock ? testClock() : null;
  const clock = steerable ?? systemClock();
  clock.synchronise(await databaseNow(database));
  const followingTime = followDatabaseTime(database, clock, onError);
  const scripts = createScriptPool({ wallClockMs: scriptWallClockMs, maxThreads: scriptThreads });
  const metrics = createMetrics({ legacyNames: config.metrics.legacyNames });
  const upkeep = startUpkeep(database, (error) => {
    if (!isTemporary(error)) onError(error);
  });
  const runtime = createRuntime({
    database,
    clock,
    nodeId: randomUUID(),
    runScript: (source, variables) => scripts.run(source, variables),
    jobHandlers: sampleJobHandlers,
    jobs: {
      concurrency: { total: config.jobs.concurrency, byType: config.jobs.concurrencyByType },
      firstRetryMs: config.jobs.firstRetryMs,
    },
    largeValues: createLargeValues({ database, files, limitBytes: config.largeValueBytes }),
    background: true,
    ...(config.redis.url === null ? {} : { announce: afterTheCommit }),
    timersByHand: steerable !== null,
    limits: {
      stepsWithoutWait: config.maxStepsWithoutWait,
      waitTargetMs: config.overload.waitTargetMs,
      maxWaiting: config.overload.maxWaiting,
    },
    onRefused: (reason) => metrics.recordRefused(reason),
    onError,
    onCommit({ changes, durationMs }) {
      metrics.recordCommit({ batchSize: changes, seconds: durationMs / 1000 });
      upkeep.changed();
    },
  });
  const counting = observeRuntime(database, runtime, metrics, onError);
  const history = startHistory({ database, clock, settings: config.history, onError });
  const batches = startBatches({
    database,
    runtime,
    onError,
    onWorkedOff: (work) => metrics.recordBatchWork(work),
  });
  const stopHearing = runtime.onWorkLeft(() => batches.wake());
  const feeds = new Set<(notices: CommitNotices) => void>();
  const tell = (notices: CommitNotices): void => {
    for (const hear of feeds) hear(notices);
  };
  const fanOut = await openFanOut({
    database,
    runtime,
    redisUrl: config.redis.url,
    onNotices: tell,
    onError,
  });
  const redis = config.redis.url === null ? null : await redisConnection(config.redis.url, onError);
  const rates = createRates(config.rates, redis);
  const authentication = createAuthentication({
    auth: config.auth,
    callers: knownCallers(database, config.login.sessions.idleMs),
    log: logs.security,
  });
  const forget = (tenantId: string): void => authentication.forget(tenantId);
  const stopHearingOfIdentity = await listenIdentity(database, forget);
  const sweepingSessions = startSessionSweep({ database, now: Date.now }, onError);
  const erasingTenants = startTenantErasure(database, onError);
  const firstAdministrator = config.login.localAccounts ? await makeFirstAdministrator(database) : null;
  const health = createHealth({
    checks: healthChecks(database, runtime, fanOut.redis, config),
    version,
    durability: database.durability,
    isStopping: () => stopping !== null,
    onError: (check, cause) => logs.server.warn({ err: cause }, `Health check ${check} failed`),
  });
  const inboxes = createInboxes(config.cacheTtlSeconds, () => runtime.isAlone());
  runtime.onCommitted((change) => inboxes.hear(change));
  runtime.onUncertain(() => inboxes.distrust());
  const api = { database, runtime, metrics, log: logs.workflow, inboxes };
  const onCommitted = (listener: (notices: CommitNotices) => void): (() => void) => {
    feeds.add(listener);
    return () => feeds.delete(listener);
  };
  const cookie = sessionCookie(config.production);
  const graphql = createGraphql({ introspection: config.apiDocs, translateError, onCommitted });
  const app = await createApp({
    config,
    logs,
    metrics,
    authentication,
    cookie,
    rates,
    translateError,
    isStopping: () => stopping !== null,
    registerSecured(secured) {
      registerProcessRoutes(secured, api);
      registerParseRoutes(secured, api);
      registerInstanceRoutes(secured, api);
      registerActivityRoutes(secured, api);
      registerEventRoutes(secured, api);
      registerTaskRoutes(secured, api);
      registerJobRoutes(secured, api, config.overload.maxWaitingWorkers);
      registerIncidentRoutes(secured, api);
      registerDecisionRoutes(secured, api);
      registerBatchRoutes(secured, api);
      registerGraphqlRoute(secured, graphql, { api, logs, rates });
      const identity = { ...api, forget };
      registerMeRoutes(secured, { ...identity, security: logs.security });
      registerUserRoutes(secured, identity);
      registerGroupRoutes(secured, identity);
      registerRoleRoutes(secured, identity);
      registerApiKeyRoutes(secured, identity);
      registerTenantRoutes(secured, { ...identity, files, erase: () => erasingTenants.wake() });
      if (steerable !== null) registerClockRoutes(secured, api, steerable);
    },
    async registerOpen(open) {
      registerHealthRoutes(open, health);
      registerLogins(open, config, {
        database,
        sessions: config.login.sessions,
        log: logs.security,
        attempts: rates,
        forget,
        cookie,
      });
      const { corsOrigins } = config.http;
      registerFeed(open, {
        authentication,
        anonymous: config.auth.mode === 'dev',
        corsOrigins,
        cookie,
        onCommitted,
        passed: fanOut.passed,
      });
      registerGraphqlSocket(open, graphql, { api, authentication, corsOrigins, cookie });
      await registerWebApp(open, webFolder());
    },
  });
  if (options.samples) await deploySamples(database, runtime);

  async function stop(): Promise<void> {
    const { delayMs, timeoutMs } = config.shutdown;
    // Others take over what is due while the proxies hear that nobody new shall come.
    await Promise.all([
      runtime.handOver(),
      batches.stop(),
      history.stop(),
      new Promise((go) => setTimeout(go, delayMs)),
    ]);
    await closeApp(app, timeoutMs / 2);
    await stopHearingOfIdentity();
    await sweepingSessions.stop();
    await erasingTenants.stop();
    rates.close();
    redis?.disconnect();
    await followingTime.stop();
    await counting.stop();
    await sweeping.stop();
    await fanOut.close();
    stopHearing();
    await runtime.stop(timeoutMs / 2);
    await scripts.close();
    await upkeep.stop();
    await database.close();
    logs.flush();
  }

  try {
    const url = await listen(app, config);
    return {
      url,
      durability: database.durability,
      firstAdministrator,
      storedIn: config.database.url === null ? config.database.dataDir : 'PostgreSQL',
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The ways in: by a password of this server, and through the identity provider. */
function registerLogins(
  open: App,
  { production, auth, http, login }: Config,
  parts: Pick<LoginApi, 'database' | 'sessions' | 'log' | 'attempts' | 'forget' | 'cookie'>,
): void {
  registerLoginRoutes(open, {
    ...parts,
    corsOrigins: http.corsOrigins,
    withPassword: login.localAccounts,
    anonymous: auth.mode === 'dev',
    oidcUrl: login.oidc === null ? null : oidcLoginPath,
  });
  if (login.oidc === null) return;
  registerOidcLoginRoutes(open, {
    ...parts,
    secureCookies: production,
    login: oidcLogin(login.oidc),
  });
}

/** Answers what was sent; a connection on which a request is not complete by then is cut. */
async function closeApp(app: App, patienceMs: number): Promise<void> {
  // A connection whose last answer went out while closing is idle only now, and would be kept alive.
  const idle = setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs);
  const overdue = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  await app.close();
  clearInterval(idle);
  clearTimeout(overdue);
}

/** Takes the next port when the usual one is taken; a port that was asked for has to be free. */
async function listen(app: App, { http }: Config): Promise<string> {
  const { host } = http;
  const port = http.portGiven ? http.port : await firstFreePort(host, http.port);
  return app.listen({ host, port });
}

/** Beside the bundle under dist/web, or the web package's own build when run from source. */
function webFolder(): string {
  return fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? '../../web/dist' : './web', import.meta.url),
  );
}
