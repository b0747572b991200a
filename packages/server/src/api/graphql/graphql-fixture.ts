import type { Identity } from '../../access/principal.ts';
import { type TestServer, tokenOf } from '../../testing/test-server.ts';

export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly unknown[];
  readonly extensions: {
    readonly code: string;
    readonly request_id: string;
    readonly limit?: number;
    readonly actual?: number;
    readonly findings?: readonly object[];
  };
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Absent where nothing was carried out. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly ShownError[];
}

/** Sends operations as somebody, or without a token. */
export type Ask = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  more?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
) => Promise<GraphqlAnswer>;

export async function asking({ url }: TestServer, identity?: Partial<Identity>): Promise<Ask> {
  const authorization = identity === undefined ? {} : { authorization: `Bearer ${await tokenOf(identity)}` };
  return (query, variables, more = {}, headers = {}) =>
    post(url, JSON.stringify({ query, ...(variables === undefined ? {} : { variables }), ...more }), {
      ...authorization,
      ...headers,
    });
}

/** Sends a body as it is. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const parsed = JSON.parse(text) as Pick<GraphqlAnswer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, text, ...parsed };
}

/** The value of one field of an answer without errors. */
export function fieldOf<Value>(answer: GraphqlAnswer, name: string): Value {
  if (answer.status !== 200 || answer.errors !== undefined) {
    throw new Error(`Expected an answer without errors, but found ${answer.status}: ${answer.text}`);
  }
  // The schema says what it is.
  return answer.data?.[name] as Value;
}

/** The codes of the errors, in their order. */
export function codesOf({ errors = [] }: GraphqlAnswer): string[] {
  return errors.map(({ extensions }) => extensions.code);
}
