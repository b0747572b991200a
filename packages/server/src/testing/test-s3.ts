import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Settings } from '../files/s3-objects.ts';

export interface TestS3 {
  readonly settings: S3Settings;
  /** Nobody listens any more; what it holds stays. */
  pause(): Promise<void>;
  /** Listens again at the same address. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const bucket = 'wbpm';

/** An S3 with one empty bucket, in this process. */
export async function startTestS3(): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'wbpm-s3-'));
  const open = (port: number) =>
    new S3rver({
      address: '127.0.0.1',
      port,
      silent: true,
      directory,
      configureBuckets: [{ name: bucket, configs: [] }],
    });
  let server = open(0);
  const { port } = await server.run();
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      pathStyle: true,
    },
    pause: () => server.close(),
    async resume() {
      server = open(port);
      await server.run();
    },
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
