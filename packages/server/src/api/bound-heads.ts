import type { onRequestHookHandler } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import { limits } from './limits.ts';

const ampersand = '&'.charCodeAt(0);

/** Refuses what the HTTP parser lets pass as long as it fits into the bytes of all headers. */
export const boundHeads: onRequestHookHandler = (request, _reply, done) => {
  const { rawHeaders } = request.raw;
  done(tooManyHeaders(rawHeaders.length / 2) ?? tooManyHosts(rawHeaders) ?? tooMuchQuery(request.url));
};

/** Node takes the first of several, a proxy may have taken another (RFC 9112 §3.2). */
function tooManyHosts(rawHeaders: readonly string[]): Refusal | undefined {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts <= 1) return undefined;
  return new Refusal('MALFORMED_REQUEST', `Expected one Host, but found ${hosts}`);
}

function tooManyHeaders(count: number): Refusal | undefined {
  if (count <= limits.headers) return undefined;
  const message = `Expected at most ${limits.headers} headers, but found ${count}`;
  return refusal('HEADERS_TOO_LARGE', message, limits.headers, count);
}

function tooMuchQuery(url: string): Refusal | undefined {
  const start = url.indexOf('?');
  if (start < 0) return undefined;
  const length = url.length - start - 1;
  if (length > limits.queryLength) {
    const message = `Expected a query of at most ${limits.queryLength} characters, but found ${length}`;
    return refusal('URI_TOO_LONG', message, limits.queryLength, length);
  }
  let parameters = 1;
  for (let at = start; at < url.length; at += 1) if (url.charCodeAt(at) === ampersand) parameters += 1;
  if (parameters <= limits.queryParameters) return undefined;
  const message = `Expected at most ${limits.queryParameters} query parameters, but found ${parameters}`;
  return refusal('INVALID_QUERY', message, limits.queryParameters, parameters);
}

function refusal(
  code: 'HEADERS_TOO_LARGE' | 'URI_TOO_LONG' | 'INVALID_QUERY',
  message: string,
  limit: number,
  actual: number,
): Refusal {
  return new Refusal(code, message, { findings: [{ code, message, limit, actual }] });
}
