/** What came back, with its body parsed when it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export interface CallSettings {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly raw?: BodyInit;
  readonly contentType?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API as bytes on a socket: nothing is repeated, nothing is checked. Paths are below `/api/v1`. */
export interface Api {
  call(method: string, path: string, settings?: CallSettings): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, key?: string): Promise<Answer>;
}

export function connectApi(baseUrl: string, token: string | null): Api {
  async function call(method: string, path: string, settings: CallSettings = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...settings.headers };
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (settings.key !== undefined) headers['idempotency-key'] = settings.key;
    const init: RequestInit = { method, headers };
    if (settings.raw !== undefined) init.body = settings.raw;
    else if (settings.body !== undefined) init.body = JSON.stringify(settings.body);
    if (init.body !== undefined) headers['content-type'] = settings.contentType ?? 'application/json';
    const response = await fetch(
      path.startsWith('/api/') ? baseUrl + path : `${baseUrl}/api/v1${path}`,
      init,
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, key) =>
      call('POST', path, {
        ...(body === undefined ? {} : { body }),
        ...(key === undefined ? {} : { key }),
      }),
  };
}

/** `data` of an answer that must be a success. */
export function dataOf<Data>(answer: Answer): Data {
  const { status, body, text } = answer;
  if (status !== 200 || typeof body !== 'object' || body === null || !('data' in body)) {
    throw new Error(`Expected a successful answer, but found ${status}: ${text.slice(0, 500)}`);
  }
  return body.data as Data;
}

/** `code` of the first error of an answer that must be a failure. */
export function codeOf({ status, body, text }: Answer): string {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (typeof type !== 'string') {
    throw new Error(`Expected a problem, but found ${status}: ${text.slice(0, 500)}`);
  }
  return type.slice(type.lastIndexOf(':') + 1);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // XML, metrics and broken answers are judged by their text.
    return undefined;
  }
}
