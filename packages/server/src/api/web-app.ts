import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { App } from './app.ts';

/** Addresses that are pages of the web application; it finds out itself which page they show. */
const pages = [
  '/',
  '/processes',
  '/processes/*',
  '/instances',
  '/instances/*',
  '/tasks',
  '/tasks/*',
  '/people',
  '/people/*',
  '/tenants',
  '/account',
  '/sign-in',
];

/** Serves the built web application from the same origin as the API. */
export async function registerWebApp(app: App, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await app.register(staticFiles, {
    root: folder,
    wildcard: false,
    index: false,
    setHeaders(response, path) {
      // Files under assets/ carry a hash of their content in their name.
      const immutable = path.includes('/assets/');
      response.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of pages) {
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
  }
}
