import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import {
  openOperations,
  operationIds,
  operationsWithoutKey,
  revisedOperations,
  taggedOperations,
} from './openapi-operations.ts';

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.object({ in: z.string(), name: z.string() })).optional(),
  responses: z.record(
    z.string(),
    z.object({ $ref: z.string().optional(), content: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const documentSchema = z.object({
  openapi: z.string(),
  tags: z.array(z.object({ name: z.string(), description: z.string().min(10) })),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({
    securitySchemes: z.record(z.string(), z.object({ type: z.string() })),
    responses: z.record(z.string(), z.object({ description: z.string() })),
  }),
});

describe('the description of the API', () => {
  let server: TestServer;
  let text: string;
  let operations: readonly (z.infer<typeof operationSchema> & { readonly route: string })[];
  let document: z.infer<typeof documentSchema>;

  beforeAll(async () => {
    server = await startTestServer({
      database: 'pglite',
      testClock: true,
      environment: { ENABLE_API_DOCS: 'true', LOCAL_ACCOUNTS: 'true' },
    });
    text = await (await fetch(`${server.url}/docs/json`)).text();
    document = documentSchema.parse(JSON.parse(text));
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        route: `${method.toUpperCase()} ${path}`,
      })),
    );
  });
  afterAll(() => server.stop());

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate(JSON.parse(text))).toEqual({ valid: true });
    // The validator does not look into schemas: zod writes this for an empty tuple, which JSON Schema does not allow.
    expect(text).not.toContain('"prefixItems":[]');
  });

  it('gives every operation a name of its own, in the words of the domain', () => {
    expect(operations.length).toBeGreaterThan(90);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][a-z]*)+$/);
  });

  it('has each name from the table of names, which names nothing that is not there', () => {
    expect(Object.fromEntries(operations.map(({ route, operationId }) => [route, operationId]))).toEqual(
      // These two are there where an identity provider is configured.
      Object.fromEntries(Object.entries(operationIds).filter(([route]) => !route.includes('/oidc/'))),
    );
    const known = new Set(Object.values(operationIds));
    for (const named of [openOperations, operationsWithoutKey, taggedOperations, revisedOperations]) {
      expect([...named].filter((id) => !known.has(id))).toEqual([]);
    }
  });

  it('sorts the operations into groups, each with a sentence about it', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));
    expect(new Set(document.tags.map(({ name }) => name))).toEqual(used);
  });

  it('says how somebody proves who they are, wherever that is asked', () => {
    expect(Object.keys(document.components.securitySchemes)).toEqual(['bearer', 'cookie']);
    for (const { operationId, security } of operations) {
      expect([operationId, security]).toEqual([
        operationId,
        openOperations.has(operationId) ? [] : undefined,
      ]);
    }
  });

  it('tells the refusals of every operation, each with the codes it can have', () => {
    for (const { operationId, tags, responses } of operations) {
      if (tags.includes('health')) continue;
      const refusals = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
      expect(refusals.map(([status]) => status)).toEqual(
        expect.arrayContaining(['429', '503', '4XX', '5XX']),
      );
      for (const [status, { $ref: reference, content }] of refusals) {
        const isTold = reference === `#/components/responses/Refused${status}`;
        expect([operationId, status, isTold || Object.keys(content ?? {})]).toEqual([
          operationId,
          status,
          isTold || ['application/problem+json'],
        ]);
      }
      if (!openOperations.has(operationId)) expect(Object.keys(responses)).toContain('401');
    }
    const { Refused412: stale } = document.components.responses;
    expect(stale?.description).toContain('STALE_VERSION');
  });

  it('names the headers that make changes safe, where they count', () => {
    for (const { operationId, route, parameters = [] } of operations) {
      const headers = parameters.flatMap(({ in: place, name }) => (place === 'header' ? [name] : []));
      const takesKey = !route.startsWith('GET ') && !operationsWithoutKey.has(operationId);
      expect([operationId, headers.includes('Idempotency-Key')]).toEqual([operationId, takesKey]);
      expect([operationId, headers.includes('If-Match')]).toEqual([
        operationId,
        revisedOperations.has(operationId),
      ]);
    }
  });

  it('makes a client whose types hold what the server says', async () => {
    const generated = astToString(await openapiTS(text));
    expect(faultsOf({ 'api.ts': generated, 'use.ts': typedUse })).toEqual([]);
    // The check finds what is wrong: it would not be one otherwise.
    const wrong = typedUse.replace('started.instance_id', 'started.instance_number');
    expect(faultsOf({ 'api.ts': generated, 'use.ts': wrong })).toHaveLength(1);
  });
});

const typedUse = `
import type { operations } from './api.ts';

type Body<Of extends keyof operations> =
  operations[Of] extends { requestBody?: { content: { 'application/json': infer Sent } } } ? Sent : never;
type Data<Of extends keyof operations> =
  operations[Of] extends { responses: { 200: { content: { 'application/json': { data: infer Got } } } } } ? Got : never;
type Headers<Of extends keyof operations> = NonNullable<operations[Of]['parameters']['header']>;
type Query<Of extends keyof operations> = NonNullable<operations[Of]['parameters']['query']>;
type Problem<Of extends keyof operations> =
  operations[Of] extends { responses: { 412: { content: { 'application/problem+json': infer Got } } } } ? Got : never;

export const start: Body<'startInstance'> = { variables: { amount: 7, deep: [{ a: null }] }, business_key: 'K-1' };
declare const started: Data<'startInstance'>;
export const id: string = started.instance_id;
export const status: 'active' | 'suspended' | 'completed' | 'failed' | 'terminated' = started.status;

declare const page: Data<'listTasks'>;
export const names: string[] = page.tasks.map((task) => task.name);
export const next: string | null = page.next_cursor;
export const query: Query<'listTasks'> = { status: 'completed' };
// @ts-expect-error: no task has this status
export const wrongQuery: Query<'listTasks'> = { status: 'lost' };

export const seen: Headers<'setVariables'> = { 'If-Match': '"3"', 'Idempotency-Key': 'once' };
declare const instance: Data<'getInstance'>;
export const revision: number = instance.revision;
declare const refused: Problem<'setVariables'>;
export const code: string | undefined = refused.errors[0]?.code;

export const bulk: Body<'changeManyTasks'> = { operation: 'assign', task_ids: [id], assignee: 'ann' };
// @ts-expect-error: somebody has to be named
export const wrongBulk: Body<'changeManyTasks'> = { operation: 'assign', task_ids: [id] };
declare const changed: Data<'changeManyTasks'>;
export const reasons: string[] = changed.results.flatMap((result) => (result.ok ? [] : [result.code]));

// @ts-expect-error: a read takes no key
export const keyOfRead: Headers<'getInstance'> = { 'Idempotency-Key': 'once' };
`;

/** What TypeScript has against these files, which are in memory alone. */
function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const onDisk = ts.createCompilerHost(options);
  const textOf = (path: string): string | undefined => files[path.slice(path.lastIndexOf('/') + 1)];
  const host: ts.CompilerHost = {
    ...onDisk,
    fileExists: (path) => textOf(path) !== undefined || onDisk.fileExists(path),
    readFile: (path) => textOf(path) ?? onDisk.readFile(path),
    getSourceFile: (path, languageVersion) => {
      const source = textOf(path) ?? onDisk.readFile(path);
      return source === undefined ? undefined : ts.createSourceFile(path, source, languageVersion);
    },
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
