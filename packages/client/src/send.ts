import { type Envelope, isErrorCode, type Problem, problemTypePrefix } from '@wbpm/contract';
import { ApiError } from './api-error.ts';
import { randomKey } from './random-key.ts';

/** How a client reaches its server. */
export interface Connection {
  /** Where the server is, such as `http://127.0.0.1:8000`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** Asked before every call; null sends none. */
  readonly token?: () => string | null;
  readonly fetch?: typeof fetch;
  /** Waits before a repetition; replaced in tests. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** What a caller may set for one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Key of a mutating call, to repeat it safely oneself. One is generated without it. */
  readonly idempotencyKey?: string;
}

/** What a change of something with a revision may carry. */
export interface ChangeOptions extends CallOptions {
  /** The revision that was seen: another one is refused (412). */
  readonly revision?: number;
}

/** The options of a change, with the revision where `Call` has it. */
export function seen({ revision, ...options }: ChangeOptions = {}): Pick<Call, 'options' | 'revision'> {
  return { options, ...(revision === undefined ? {} : { revision }) };
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?:
    | { readonly type: 'json'; readonly value: unknown }
    | { readonly type: 'xml'; readonly text: string };
  /** The revision a change is meant for. */
  readonly revision?: number;
  readonly options?: CallOptions | undefined;
}

/** Sends calls and reads their answers. */
export interface Sender {
  /** `data` of the success envelope. */
  data<Data>(call: Call): Promise<Data>;
  /** The answer as it is. */
  raw(call: Call): Promise<Response>;
}

/** Tries of a call in all, when the network or the server fails it. */
const maxTries = 3;
const maxWaitMs = 10_000;

/** A sender over `fetch`. */
export function createSender(connection: Connection): Sender {
  const wait = connection.wait ?? sleep;

  /**
   * Repeats what may succeed later. The key stays the same over the tries, so a call whose answer got
   * lost is not done twice.
   */
  async function raw(call: Call): Promise<Response> {
    const request = requestOf(connection, call);
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(connection, request);
      if (outcome.kind === 'answer' && outcome.response.ok) return outcome.response;
      const retryAfterMs = retryDelay(outcome, tries);
      if (retryAfterMs === null || tries === maxTries) throw await errorOf(outcome);
      await wait(retryAfterMs);
      call.options?.signal?.throwIfAborted();
    }
  }

  return {
    raw,
    async data<Data>(call: Call): Promise<Data> {
      const response = await raw(call);
      const body = await readJson(response);
      if (isSuccess<Data>(body)) return body.data;
      throw invalidAnswer(response);
    },
  };
}

interface PreparedRequest {
  readonly url: string;
  readonly init: RequestInit;
}

function requestOf(connection: Connection, call: Call): PreparedRequest {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json, */*;q=0.5' };
  const token = connection.token?.() ?? null;
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (call.method !== 'GET') headers['idempotency-key'] = call.options?.idempotencyKey ?? randomKey();
  if (call.revision !== undefined) headers['if-match'] = `"${call.revision}"`;
  const init: RequestInit = { method: call.method, headers };
  if (call.body?.type === 'json') {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(call.body.value);
  } else if (call.body?.type === 'xml') {
    headers['content-type'] = 'application/xml';
    init.body = call.body.text;
  }
  if (call.options?.signal !== undefined) init.signal = call.options.signal;
  return { url: `${connection.baseUrl.replace(/\/+$/, '')}${call.path}${queryText(call.query)}`, init };
}

function queryText(query: Call['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

type Outcome =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'unreachable'; readonly url: string; readonly cause: unknown };

async function attempt(connection: Connection, request: PreparedRequest): Promise<Outcome> {
  try {
    const response = await (connection.fetch ?? fetch)(request.url, request.init);
    return { kind: 'answer', response };
  } catch (cause) {
    request.init.signal?.throwIfAborted();
    return { kind: 'unreachable', url: request.url, cause };
  }
}

/** Milliseconds to wait before trying again, null when trying again is pointless. */
function retryDelay(outcome: Outcome, tries: number): number | null {
  if (outcome.kind === 'unreachable') return 200 * 2 ** tries * (0.5 + Math.random() / 2);
  const seconds = outcome.response.status === 503 ? retryAfterSeconds(outcome.response) : null;
  return seconds === null ? null : Math.min(seconds * 1000, maxWaitMs);
}

function retryAfterSeconds({ headers }: Response): number | null {
  const after = headers.get('retry-after');
  return after === null || !/^\d+$/.test(after) ? null : Number(after);
}

async function errorOf(outcome: Outcome): Promise<ApiError> {
  if (outcome.kind === 'unreachable') {
    return new ApiError({
      status: 0,
      code: 'NETWORK_ERROR',
      message: `Expected an answer from ${outcome.url}, but the server cannot be reached`,
      problem: null,
      requestId: null,
      cause: outcome.cause,
    });
  }
  const problem = await readJson(outcome.response);
  if (!isProblem(problem)) return invalidAnswer(outcome.response);
  const code = problem.type.slice(problemTypePrefix.length);
  return new ApiError({
    status: problem.status,
    code: isErrorCode(code) ? code : 'INVALID_ANSWER',
    message: problem.message,
    problem,
    requestId: problem.request_id,
    retryAfterSeconds: retryAfterSeconds(outcome.response),
  });
}

function invalidAnswer(response: Response): ApiError {
  return new ApiError({
    status: response.status,
    code: 'INVALID_ANSWER',
    message: `Expected an answer of the WBPM API, but found status ${response.status} with another body`,
    problem: null,
    requestId: response.headers.get('x-request-id'),
  });
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not ours: the caller tells with the status, which says more than the parser.
    return undefined;
  }
}

function isSuccess<Data>(body: unknown): body is Envelope<Data> {
  return (
    typeof body === 'object' && body !== null && 'success' in body && body.success === true && 'data' in body
  );
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' && body !== null && 'request_id' in body && 'type' in body && 'message' in body
  );
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
