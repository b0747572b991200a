import { Agent, request } from 'node:http';

export interface HttpClient {
  /** The parsed answer; rejects unless it is 200. A server that has too much to do is asked again. */
  readonly send: (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<unknown>;
  /** How often a server had too much to do. */
  readonly refusals: number;
  close(): void;
}

const pauseMs = 100;

/** A plain keep-alive client: the load generator shares the processors with what it measures. */
export function createHttpClient(baseUrl: string, token: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const authorization = `Bearer ${token}`;

  let refusals = 0;

  async function send(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<unknown> {
    const refused = (): Promise<unknown> => {
      refusals += 1;
      return send(method, path, body);
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${baseUrl}${path}`,
        {
          method,
          agent,
          headers: {
            authorization,
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const answer: unknown = JSON.parse(Buffer.concat(parts).toString());
            if (response.statusCode === 200) resolve(answer);
            else if (response.statusCode === 503) setTimeout(() => resolve(refused()), pauseMs);
            else reject(new Error(`Expected 200 for ${method} ${path}, but found ${JSON.stringify(answer)}`));
          });
          response.on('error', reject);
        },
      );
      outgoing.on('error', (error) => {
        // The server had just given up a connection that idled.
        if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET')
          resolve(send(method, path, body));
        else reject(error);
      });
      outgoing.end(text);
    });
  }

  return {
    send,
    get refusals() {
      return refusals;
    },
    close: () => agent.destroy(),
  };
}
