import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthentication } from '../../access/authenticate.ts';
import { readConfig } from '../../config.ts';
import { createLogs } from '../../observability/logs.ts';
import { createMetrics } from '../../observability/metrics.ts';
import { noCallers } from '../../testing/authentication.ts';
import { type App, createApp } from '../app.ts';
import { sessionCookie } from '../session-cookie.ts';
import { registerWebApp } from '../web-app.ts';
import { sendRaw, statusesIn } from './send-raw.ts';

let folder: string;
let app: App;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wbpm-web-'));
  const web = join(folder, 'web');
  mkdirSync(join(web, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'web-secret'));
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>the pages</title>');
  writeFileSync(join(web, 'assets', 'a.js'), 'export {}');
  for (const place of ['secret.txt', 'web-secret/secret.txt', 'web/.env']) {
    writeFileSync(join(folder, place), 'not for you');
  }
  const logs = createLogs({ level: 'fatal', file: null });
  const config = readConfig({});
  app = await createApp({
    config,
    logs,
    metrics: createMetrics(),
    authentication: createAuthentication({ auth: config.auth, callers: noCallers, log: logs.security }),
    cookie: sessionCookie(config.production),
    registerSecured: () => undefined,
    registerOpen: (open) => registerWebApp(open, web),
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (target: string): Promise<string> =>
  sendRaw(url, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);

describe('the files of the web pages', () => {
  it('are served, and say how long they are kept', async () => {
    const page = await get('/');
    expect(page).toContain('the pages');
    expect(page.toLowerCase()).toContain('cache-control: no-cache\r\n');
    expect((await get('/assets/a.js')).toLowerCase()).toContain(
      'cache-control: public, max-age=31536000, immutable\r\n',
    );
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/../web-secret/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..;/..;/secret.txt',
    '/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/secret.txt',
    '/assets/a.js/../../../secret.txt',
    '/assets/a.js%00/../../../secret.txt',
    '/processes/..%2f..%2fsecret.txt',
    '/processes/../../secret.txt',
    '//secret.txt',
    '/.env',
    '/assets',
    '/assets/',
  ])('lead to no other file, and show no folder: %s', async (target) => {
    const answer = await get(target);
    expect(answer).not.toContain('not for you');
    expect(answer).not.toContain('a.js</');
    expect([200, 400, 404]).toContain(statusesIn(answer)[0]);
    expect(answer.toLowerCase()).not.toMatch(/^location:/m);
  });
});
