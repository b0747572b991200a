import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRouteBook } from './allowed-methods.ts';
import { answerClientError } from './client-errors.ts';
import { placeOf, scanJson } from './json-text.ts';
import { withoutUnused } from './openapi-components.ts';
import { problemAnswer, refusalOf } from './problem.ts';
import { countResults } from './request-log.ts';
import { validatorCompiler } from './validate.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the scan of a JSON text', () => {
  it.each([
    ['"\\"[[["', { kind: 'scanned', names: 0 }],
    ['"unterminated \\', { kind: 'scanned', names: 0 }],
    ['[[1]]', { kind: 'scanned', names: 0 }],
    ['{"a:":{":b":1}}', { kind: 'scanned', names: 2 }],
    ['[[[1]]]', { kind: 'tooDeep', offset: 2 }],
    ['{"a":[{}]}', { kind: 'tooDeep', offset: 6 }],
    ['[],[],[]', { kind: 'scanned', names: 0 }],
    ['12345678901234567890', { kind: 'inexactNumber', offset: 0 }],
    ['1234567890123456', { kind: 'scanned', names: 0 }],
    ['12345678901234567e3', { kind: 'scanned', names: 0 }],
  ])('of %s finds %j', (text, found) => {
    expect(scanJson(bytes(text), 2)).toEqual(found);
  });

  it('is linear', () => {
    const text = bytes(`[${'"\\\\",'.repeat(500_000)}1]`);
    const before = performance.now();
    scanJson(text, 10);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('tells line and column', () => {
    expect(placeOf(bytes('ab\ncd'), 4)).toEqual({ line: 2, column: 2 });
    expect(placeOf(bytes('ab'), 0)).toEqual({ line: 1, column: 1 });
  });
});

describe('the book of routes', () => {
  const book = createRouteBook();
  book.add({ method: ['GET', 'HEAD'], url: '/tasks/:id' });
  book.add({ method: 'DELETE', url: '/tasks/:id' });
  book.add({ method: 'GET', url: '/files/*' });
  book.add({ method: 'GET', url: '/a.b' });
  book.add({ method: 'GET', url: '/*' });
  book.add({ method: 'OPTIONS', url: '*' });

  it.each([
    ['/tasks/7', ['DELETE', 'GET', 'HEAD']],
    ['/tasks/7/claim', []],
    ['/files/a/b', ['GET']],
    ['/a.b', ['GET']],
    ['/axb', []],
    ['/', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(book.methodsOf(path)).toEqual(methods);
  });
});

describe('an error of the HTTP parser', () => {
  it('after the connection is gone is not answered', () => {
    const socket = new Socket();
    answerClientError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket, 'r');
    expect(socket.destroyed).toBe(true);
  });

  it('for a request that took too long is 408', async () => {
    const written: string[] = [];
    const socket = new Socket();
    Object.defineProperty(socket, 'writable', { value: true });
    socket.end = (text?: unknown) => {
      written.push(String(text));
      return socket;
    };
    answerClientError(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket, 'r-9');
    expect(written[0]).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(written[0]).toContain('x-request-id: r-9');
  });
});

describe('a problem', () => {
  it('is made of what is no error too', () => {
    expect(refusalOf('text')).toBeNull();
    expect(refusalOf(Object.assign(new Error('x'), { code: 7, statusCode: '400' }))).toBeNull();
    expect(problemAnswer(null, { url: '/a?b=secret', id: 'r' }).body).toMatchObject({
      status: 500,
      instance: '/a',
    });
  });
});

describe('validation', () => {
  const faultsOf = (schema: z.ZodType, data: unknown, httpPart: string) => {
    const result: unknown = validatorCompiler({ schema, method: 'POST', url: '/', httpPart })(data);
    const error = typeof result === 'object' && result !== null && 'error' in result ? result.error : null;
    return refusalOf(error)?.findings;
  };

  it('of a union speaks of the form that came closest', () => {
    const union = z.union([
      z.object({ kind: z.literal('a'), size: z.number(), name: z.string() }),
      z.object({
        kind: z.literal('b'),
        inner: z.union([z.object({ x: z.number() }), z.object({ y: z.number(), z: z.number() })]),
      }),
    ]);
    expect(faultsOf(z.object({ item: union }), { item: { kind: 'b', inner: {} } }, 'body')).toEqual([
      {
        code: 'VALIDATION_FAILED',
        pointer: '/item/inner/x',
        message: 'Expected a number, but found nothing',
      },
    ]);
  });

  it('of a union none of whose forms is meant speaks of the whole', () => {
    const union = z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]);
    expect(faultsOf(union, { kind: 'z' }, 'body')).toHaveLength(1);
  });

  it('of headers is about the request, not its body', () => {
    expect(faultsOf(z.object({ a: z.string() }), {}, 'headers')).toMatchObject([{ code: 'INVALID_QUERY' }]);
  });
});

describe('the number of results', () => {
  it.each([
    [{ data: { tasks: [1, 2], next_cursor: null } }, 2],
    [{ data: { next_cursor: null } }, 1],
    [{ data: { id: 'x', list: [1, 2] } }, 1],
    [{ data: null }, null],
    [{}, null],
    ['text', null],
    [null, null],
  ])('of %j is %s', (payload, count) => {
    expect(countResults(payload)).toBe(count);
  });
});

describe('the components of an OpenAPI document', () => {
  it('are those that operations lead to', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const document = {
      paths: { '/a': { get: ref('A') } },
      components: { schemas: { A: { items: ref('B') }, B: { properties: { a: ref('A') } }, C: {} } },
    };
    expect(Object.keys(withoutUnused(document).components.schemas)).toEqual(['A', 'B']);
    expect(withoutUnused({})).toEqual({ components: { schemas: {} } });
  });
});
