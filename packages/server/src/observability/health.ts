import {
  type Health,
  type HealthCheck,
  type HealthCheckName,
  healthCheckNames,
  type JsonObject,
  type Readiness,
} from '@wbpm/contract';

/** What a check found. A check that cannot tell throws. */
export interface Finding {
  readonly healthy: boolean;
  readonly details?: JsonObject;
}

/** A check, or null when what it would check is not configured. */
export type Check = (() => Promise<Finding>) | null;

export interface HealthSettings {
  readonly checks: Readonly<Record<HealthCheckName, Check>>;
  readonly version: string;
  readonly durability: Health['durability'];
  /** Told when a check throws; its text stays out of the answer. */
  readonly onError: (check: HealthCheckName, cause: unknown) => void;
  /** Told to stop: it serves on for a moment, but nobody new shall come. */
  readonly isStopping?: () => boolean;
  readonly now?: () => Date;
  readonly timeoutMs?: number;
}

/** The health of the server, as `/health` and `/ready` answer it. */
export interface HealthReporter {
  health(): Promise<Health>;
  readiness(): Promise<Readiness>;
}

/** What is wrong when these fail has to be repaired. The platform is missing: its failure is not ours. */
const required: readonly HealthCheckName[] = ['database', 'redis', 'workflow_engine', 'scheduler'];
/** Without these the server cannot serve. Without Redis it can: pages hear later of what other nodes do. */
const needed: readonly HealthCheckName[] = ['database', 'workflow_engine', 'scheduler'];

/** How long a report is reused: both addresses are open to anybody who can reach the port. */
const reuseMs = 500;

export function createHealth(settings: HealthSettings): HealthReporter {
  const { now = () => new Date(), timeoutMs = 5000, isStopping = () => false } = settings;
  let latest: { readonly report: Promise<Health>; readonly at: number } | null = null;

  async function resultOf(name: HealthCheckName): Promise<HealthCheck> {
    const check = settings.checks[name];
    const timestamp = now().toISOString();
    if (check === null) return { status: 'disabled', timestamp };
    try {
      const { healthy, details } = await withinTime(check, timeoutMs);
      const status = healthy ? 'healthy' : 'unhealthy';
      return details === undefined ? { status, timestamp } : { status, timestamp, details };
    } catch (cause) {
      settings.onError(name, cause);
      const error = cause instanceof CheckTimeout ? cause.message : 'The check failed; the log says why';
      return { status: 'error', timestamp, error };
    }
  }

  async function run(): Promise<Health> {
    const results = {
      database: resultOf('database'),
      redis: resultOf('redis'),
      workflow_engine: resultOf('workflow_engine'),
      scheduler: resultOf('scheduler'),
      apg_integration: resultOf('apg_integration'),
    };
    const checks = {
      database: await results.database,
      redis: await results.redis,
      workflow_engine: await results.workflow_engine,
      scheduler: await results.scheduler,
      apg_integration: await results.apg_integration,
    };
    return {
      status: failingOf(checks, required).length === 0 ? 'healthy' : 'unhealthy',
      timestamp: now().toISOString(),
      version: settings.version,
      durability: settings.durability,
      checks,
    };
  }

  function health(): Promise<Health> {
    const at = now().getTime();
    if (latest === null || at - latest.at > reuseMs) latest = { report: run(), at };
    return latest.report;
  }

  return {
    health,
    async readiness() {
      // The checks may hang in what the server is stopped for.
      if (isStopping()) return { ready: false, stopping: true, timestamp: now().toISOString(), failing: [] };
      const { checks, timestamp } = await health();
      const failing = failingOf(checks, needed);
      return { ready: failing.length === 0, stopping: false, timestamp, failing };
    },
  };
}

function failingOf(checks: Health['checks'], among: readonly HealthCheckName[]): HealthCheckName[] {
  return healthCheckNames.filter((name) => {
    const { status } = checks[name];
    return among.includes(name) && status !== 'healthy' && status !== 'disabled';
  });
}

class CheckTimeout extends Error {}

async function withinTime(check: () => Promise<Finding>, timeoutMs: number): Promise<Finding> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const message = `Expected an answer within ${timeoutMs} ms, but found none`;
    timer = setTimeout(() => reject(new CheckTimeout(message)), timeoutMs);
  });
  try {
    return await Promise.race([check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
