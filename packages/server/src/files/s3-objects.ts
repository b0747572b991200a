import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { FileStoreFullError, FileStoreUnavailableError } from './file-store-errors.ts';
import { callTimeoutMs, type Objects, type StoredObject } from './objects.ts';

export interface S3Settings {
  /** Such as `https://s3.eu-central-1.amazonaws.com`, without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The bucket stands in the path of the address, not before its host. */
  readonly pathStyle: boolean;
}

const attempts = 3;
const firstPauseMs = 50;
const insufficientStorage = 507;

/** Objects in a bucket of S3 or of whatever speaks like it. The bucket has to exist. */
export function s3Objects(settings: S3Settings): Objects {
  const { region, accessKeyId, secretAccessKey } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const base = addressOf(settings);
  const place = `the bucket ${settings.bucket} at ${new URL(settings.endpoint).host}`;

  /** Answers that say "not now" are asked for again; any other is given back. */
  async function send(method: string, address: string, body?: Uint8Array): Promise<Response> {
    const signal = AbortSignal.timeout(callTimeoutMs);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await client.fetch(address, { method, signal, ...bodyOf(body) });
        if (response.status === insufficientStorage) throw new FileStoreFullError(place, response.status);
        const isBusy = response.status >= 500 || response.status === 429;
        if (!isBusy || attempt === attempts) return response;
        await response.body?.cancel();
      } catch (error) {
        if (error instanceof FileStoreFullError) throw error;
        if (attempt === attempts || signal.aborted) throw unreachable(error);
      }
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** attempt * Math.random()));
    }
  }

  function unreachable(error: unknown): FileStoreUnavailableError {
    return new FileStoreUnavailableError(`Expected ${place} to answer, but ${String(error)}`, error);
  }

  async function refused(response: Response): Promise<FileStoreUnavailableError> {
    const text = await response.text().catch(unreachable);
    const code = /<Code>(\w+)<\/Code>/.exec(String(text))?.[1] ?? 'no reason';
    return new FileStoreUnavailableError(
      `Expected ${place} to carry out the request, but it answered ${response.status} with ${code}`,
    );
  }

  async function read<Content>(reading: Promise<Content>): Promise<Content> {
    try {
      return await reading;
    } catch (error) {
      throw unreachable(error);
    }
  }

  /** The first version of the call: every store has it, and it goes on behind any key. */
  async function* list(folder: string): AsyncGenerator<StoredObject> {
    for (let marker = ''; ; ) {
      const query = new URLSearchParams({ prefix: `${folder}/`, ...(marker === '' ? {} : { marker }) });
      const response = await send('GET', `${base}?${query.toString()}`);
      if (!response.ok) throw await refused(response);
      const page = await read(response.text());
      const found = objectsOf(page);
      yield* found;
      const last = found.at(-1);
      if (last === undefined || !page.includes('<IsTruncated>true</IsTruncated>')) return;
      marker = last.key;
    }
  }

  return {
    place,
    async put(key, bytes) {
      const response = await send('PUT', `${base}/${key}`, bytes);
      if (!response.ok) throw await refused(response);
      await read(response.arrayBuffer());
    },
    async get(key) {
      const response = await send('GET', `${base}/${key}`);
      if (response.ok) return new Uint8Array(await read(response.arrayBuffer()));
      const error = await refused(response);
      // A missing bucket is 404 too: nothing says that the object is missing then.
      if (response.status === 404 && error.message.endsWith('NoSuchKey')) return null;
      throw error;
    },
    async delete(key) {
      const response = await send('DELETE', `${base}/${key}`);
      if (!response.ok && response.status !== 404) throw await refused(response);
      await read(response.arrayBuffer());
    },
    list,
  };
}

function addressOf({ endpoint, bucket, pathStyle }: S3Settings): string {
  const address = new URL(endpoint);
  const path = address.pathname.replace(/\/+$/, '');
  return pathStyle
    ? `${address.origin}${path}/${bucket}`
    : `${address.protocol}//${bucket}.${address.host}${path}`;
}

/** The store compares what arrives with the hash that was signed. */
function bodyOf(bytes: Uint8Array | undefined) {
  if (bytes === undefined) return {};
  return {
    body: new Uint8Array(bytes),
    headers: { 'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex') },
  };
}

/** Keys of a file store hold nothing that XML would have to escape. */
function objectsOf(page: string): StoredObject[] {
  return [...page.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, contents = '']) => {
    const key = /<Key>(.*?)<\/Key>/.exec(contents)?.[1];
    const modifiedAt = Date.parse(/<LastModified>(.*?)<\/LastModified>/.exec(contents)?.[1] ?? '');
    return key === undefined || Number.isNaN(modifiedAt) ? [] : [{ key, modifiedAt }];
  });
}
