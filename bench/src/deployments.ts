import { once } from 'node:events';
import { startBuiltServer, tokenOf } from './http.ts';
import { createHttpClient } from './http-client.ts';
import { type LargeShape, largeProcess } from './large-xml.ts';
import type { Line } from './report.ts';
import type { Store } from './store.ts';

const shapes: readonly LargeShape[] = ['chain', 'gateways', 'branches'];

/** Deploying a large model over HTTP, checks and compilation included; seconds of one request each. */
export async function benchDeployments({ name, environment }: Store): Promise<Line[]> {
  const server = await startBuiltServer(environment);
  const client = createHttpClient(server.url, await tokenOf(), 1);
  const deploy = async (shape: LargeShape, count: number): Promise<number> => {
    const began = performance.now();
    await client.send('POST', '/api/v1/processes', {
      definition: largeProcess(shape, count),
      format: 'bpmn_xml',
    });
    return (performance.now() - began) / 1000;
  };
  try {
    await deploy('chain', 100);
    const lines: Line[] = [];
    for (const shape of shapes) {
      lines.push({
        name: `deployment over HTTP, ${name}, ${shape}`,
        figures: { secondsOf2000: await deploy(shape, 2000), secondsOf10000: await deploy(shape, 10_000) },
      });
    }
    return lines;
  } finally {
    client.close();
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
}
