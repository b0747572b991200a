import { type ErrorCode, errorCodes, isErrorCode } from '@wbpm/contract';
import { limits } from './limits.ts';
import {
  answeredTypes,
  openOperations,
  operationGroups,
  operationIds,
  operationsWithoutKey,
  revisedOperations,
  taggedOperations,
} from './openapi-operations.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly in?: string }[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, object>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
interface Document {
  readonly paths?: object;
  readonly components?: object;
}

/**
 * Adds to a document made from the routes' schemas what they do not say: names, groups, headers and the answers every
 * operation of its kind can give.
 */
export function described<Given extends Document>(document: Given): Given {
  const paths = (document.paths ?? {}) as Paths;
  const used = new Set(Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(tagsOf)));
  return {
    ...document,
    tags: operationGroups.filter(({ name }) => used.has(name)),
    paths: mapped(paths, (methods, path) =>
      mapped(methods, (operation, method) => withAll(operation, method, path)),
    ),
    components: {
      ...document.components,
      headers: answeredHeaders,
      responses: Object.fromEntries(
        [...codesByStatus].map(([status, codes]) => [nameOf(status), refusal(codes)]),
      ),
    },
  };
}

const tagsOf = ({ tags = [] }: Operation): readonly string[] => tags;

function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]));
}

function withAll(operation: Operation, method: string, path: string): object {
  const operationId = operationIds[`${method.toUpperCase()} ${path}`];
  if (operationId === undefined) return operation;
  const isOpen = openOperations.has(operationId);
  const headers = [
    ...(method !== 'get' && !operationsWithoutKey.has(operationId) ? [idempotencyKey] : []),
    ...(revisedOperations.has(operationId) ? [ifMatch] : []),
  ];
  const parameters = [...(operation.parameters ?? []), ...headers];
  return {
    operationId,
    ...operation,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(isOpen ? { security: [] } : {}),
    responses: {
      ...mapped(operation.responses ?? {}, (response, status) =>
        answerOf(response, status, operationId, operation.summary ?? ''),
      ),
      ...refusalsOf(operation, method, operationId),
    },
  };
}

function answerOf(response: object, status: string, operationId: string, summary: string): object {
  if (status !== '200') return inProblems(response, status);
  const type = answeredTypes[operationId];
  const isChange = revisedOperations.has(operationId);
  return {
    ...response,
    description: summary,
    ...(type === undefined ? {} : { content: { [type]: { schema: { type: 'string' } } } }),
    ...(isChange || taggedOperations.has(operationId)
      ? { headers: { ETag: { $ref: '#/components/headers/ETag' } } }
      : {}),
  };
}

/** Every refusal is of the one type. */
function inProblems(response: object, status: string): object {
  if (!/^[45]XX$/.test(status)) return { ...response, description: 'The server does not take requests now.' };
  const description = status === '4XX' ? 'The request is refused.' : 'The server cannot answer the request.';
  return { description, content: problemContent };
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The refusals somebody has to reckon with, by the form of the request. Others are in the ranges. */
function refusalsOf(operation: Operation, method: string, operationId: string): Record<string, object> {
  if (operation.tags?.includes('health') === true) return {};
  const takes = (place: string): boolean => (operation.parameters ?? []).some((given) => given.in === place);
  const isOpen = openOperations.has(operationId);
  const statuses = [
    ...(takes('query') || operation.requestBody !== undefined ? [400] : []),
    ...(isOpen ? [] : [401, 403]),
    ...(takes('path') ? [404] : []),
    ...(method === 'get' ? [] : [409]),
    ...(revisedOperations.has(operationId) ? [412] : []),
    ...(operation.requestBody === undefined ? [] : [413, 415, 422]),
    429,
    503,
  ];
  const ranges = {
    '4XX': inProblems({}, '4XX'),
    '5XX': inProblems({}, '5XX'),
  };
  return {
    ...Object.fromEntries(
      statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
    ),
    ...ranges,
  };
}

const codesByStatus: ReadonlyMap<number, readonly ErrorCode[]> = groupedByStatus();

function groupedByStatus(): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of Object.keys(errorCodes).filter(isErrorCode)) {
    const { status } = errorCodes[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function nameOf(status: number): string {
  return `Refused${status}`;
}

function refusal(codes: readonly ErrorCode[]): object {
  const lines = codes.map((code) => `- \`${code}\`: ${errorCodes[code].description}`);
  return { description: lines.join('\n'), content: problemContent };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Makes a repetition safe: the same key with the same request gets the same answer, and nothing happens twice.',
  schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLength },
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  description:
    'The ETag of an earlier answer, such as `"3"`. When it has changed since, nothing happens: 412.',
  schema: { type: 'string' },
  example: '"3"',
};

const answeredHeaders = {
  ETag: {
    description:
      'The revision of what is answered; a change that names it in If-Match is refused once there is another.',
    schema: { type: 'string' },
  },
};
