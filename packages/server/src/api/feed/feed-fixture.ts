import { randomUUID } from 'node:crypto';
import { type Identity, type Principal, principalOf } from '../../access/principal.ts';
import { Refusal } from '../../access/refusal.ts';
import { readConfig } from '../../config.ts';
import { createLogs } from '../../observability/logs.ts';
import { createMetrics } from '../../observability/metrics.ts';
import { createPassedNotices } from '../../runtime/passed-notices.ts';
import type { CommitNotice, CommitNotices } from '../../store/commit-notice.ts';
import { type OpenFeed, type OpenFeedSettings, openFeed } from '../../testing/open-feed.ts';
import { createApp } from '../app.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { FeedLimits } from './connection.ts';
import { registerFeed } from './socket.ts';

/** A server with nothing but feeds: who comes and what passes is the test's to say. */
export interface FeedFixture {
  open(settings: OpenFeedSettings): Promise<OpenFeed>;
  /** A token for somebody; the next one for the same user may do something else. */
  tokenFor(identity?: Partial<Identity>): string;
  /** Who a token is for from now on; null: nobody, it has expired. */
  change(token: string, identity: Partial<Identity> | null): void;
  /** How often somebody was asked who this token is for. */
  timesAsked(token: string): number;
  /** Nobody can be asked about tokens from now on. */
  becomeUnsure(): void;
  /** Something was committed; answers its position. */
  tell(...notices: readonly Partial<CommitNotice>[]): string;
  /** Definitions changed. */
  tellDefinition(processId: string, tenantId?: string): void;
  /** So much was committed that it is not listed. */
  tellMany(tenants: readonly string[] | null): void;
  /** Something may have been missed. */
  gap(): void;
  stop(): Promise<void>;
}

const somebody: Identity = { tenantId: 'acme', userId: 'ada', roles: ['user'], groups: [], permissions: [] };

export async function startFeeds(
  limits: Partial<FeedLimits> = {},
  mostRemembered?: number,
): Promise<FeedFixture> {
  const principals = new Map<string, Principal>();
  const hearing = new Set<(notices: CommitNotices) => void>();
  const passed = createPassedNotices(mostRemembered);
  const asked: (string | null)[] = [];
  let unsure = false;

  function fromToken(token: string | null): Principal {
    asked.push(token);
    if (unsure) throw new Refusal('UNAVAILABLE', 'Nobody can be asked now');
    const principal = principals.get(token ?? '');
    if (principal === undefined) throw new Refusal('UNAUTHENTICATED', 'Invalid token');
    return principal;
  }
  function hear(notices: CommitNotices): void {
    passed.remember(notices);
    for (const listener of hearing) listener(notices);
  }
  const authentication = {
    fromToken,
    verifyAgain: fromToken,
    fromHeader: () => fromToken(null),
    forget: () => {},
  };
  const app = await createApp({
    config: readConfig({ AUTH_MODE: 'dev' }),
    logs: createLogs({ level: 'error', file: null, destination: { write: () => {} } }),
    metrics: createMetrics(),
    authentication,
    cookie: sessionCookie(false),
    registerSecured: () => {},
    registerOpen: (open) =>
      registerFeed(open, {
        authentication,
        anonymous: false,
        corsOrigins: ['https://pages.example'],
        cookie: sessionCookie(false),
        passed,
        limits,
        onCommitted(listener) {
          hearing.add(listener);
          return () => hearing.delete(listener);
        },
      }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  function change(token: string, identity: Partial<Identity> | null): void {
    if (identity === null) principals.delete(token);
    else principals.set(token, principalOf({ ...somebody, ...identity }, 'jwt'));
  }

  return {
    open: (settings) => openFeed(url, settings),
    change,
    tokenFor(identity = {}) {
      const token = randomUUID();
      change(token, identity);
      return token;
    },
    timesAsked: (token) => asked.filter((one) => one === token).length,
    becomeUnsure() {
      unsure = true;
    },
    tell(...notices) {
      const position = randomUUID();
      const told = notices.map((notice) => ({ ...something, ...notice }));
      hear({ kind: 'few', position, notices: told, definitions: [] });
      return position;
    },
    tellDefinition: (processId, tenantId = 'acme') =>
      hear({ kind: 'few', position: randomUUID(), notices: [], definitions: [{ tenantId, processId }] }),
    tellMany: (tenants) => hear({ kind: 'many', position: randomUUID(), tenants }),
    gap() {
      passed.forget();
      for (const listener of hearing) listener({ kind: 'many', position: passed.head, tenants: null });
    },
    stop: () => app.close(),
  };
}

const something: CommitNotice = {
  tenantId: 'acme',
  instanceId: 'i1',
  processId: 'p',
  status: 'active',
  tasksChanged: false,
  incidentsChanged: false,
};
