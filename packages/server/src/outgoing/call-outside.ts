/** No answer in time, none at all, or one that is too large. What was asked may have happened. */
export class OutsideError extends Error {
  constructor(address: URL, cause: unknown) {
    // Only the host: a path or a query may hold what is nobody's business.
    super(`Expected an answer from ${address.host}, but ${reasonOf(cause)}`, { cause });
    this.name = 'OutsideError';
  }
}

interface OutsideRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole answer, to its last byte; 5 s without it. */
  readonly answerWithinMs?: number;
}

const mostBytes = 1_048_576;
/** Of the answer as it travelled: what is handed on is unpacked. */
const headersOfTheWay = ['content-encoding', 'content-length', 'transfer-encoding'];

/**
 * The one way out: every call to a system outside goes through here, to addresses of the configuration and those
 * a system named there publishes. Follows no redirect, waits 5 s and reads 1 MiB at most. Throws `OutsideError`;
 * an answer of any status is one.
 */
export async function callOutside(address: URL, request: OutsideRequest = {}): Promise<Response> {
  const { answerWithinMs = 5_000, ...asked } = request;
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(prepare(address, { ...asked, redirect: 'manual', signal }));
    const body = await readBounded(response);
    const headers = new Headers(response.headers);
    for (const name of headersOfTheWay) headers.delete(name);
    return new Response(body, { status: response.status, headers });
  } catch (cause) {
    throw new OutsideError(address, isTimeout(cause) ? noneWithin(answerWithinMs, cause) : cause);
  }
}

function prepare(address: URL, init: RequestInit): Request {
  try {
    return new Request(address, init);
  } catch {
    // What it says may quote a password of the address or a key of the headers.
    throw new Error('its address or what is sent there is malformed');
  }
}

async function readBounded({ body }: Response): Promise<Blob | null> {
  if (body === null) return null;
  const reader = body.getReader();
  const parts: BlobPart[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Error(`it has more than ${mostBytes} bytes`);
    }
    parts.push(part.value);
  }
  return new Blob(parts);
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

function noneWithin(milliseconds: number, cause: unknown): Error {
  return new Error(`none came within ${milliseconds} ms`, { cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // "fetch failed" tells nothing; what it was caused by does.
  const reason = cause instanceof TypeError && cause.cause instanceof Error ? cause.cause : cause;
  if (reason.message !== '') return reason.message;
  // A host with several addresses, none of which answers, fails without a message.
  return reason instanceof AggregateError ? reason.errors.map(reasonOf).join(', ') : reason.name;
}
