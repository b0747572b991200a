import { Agent, request } from 'node:http';

/** A plain keep-alive client: the load generator shares the processors with what it measures. */
export function createHttpClient(baseUrl: string, token: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const authorization = `Bearer ${token}`;

  async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
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
            else reject(new Error(`Expected 200 for ${method} ${path}, but found ${JSON.stringify(answer)}`));
          });
          response.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  return { send, close: () => agent.destroy() };
}
