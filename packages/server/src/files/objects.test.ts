import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, type TestFolder } from '../testing/test-files.ts';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import { boundedObjects } from './bounded-objects.ts';
import { FileStoreUnavailableError } from './file-store-errors.ts';
import { localObjects } from './local-objects.ts';
import type { Objects, StoredObject } from './objects.ts';
import { s3Objects } from './s3-objects.ts';

interface Opened {
  readonly objects: Objects;
  close(): Promise<void>;
}

function openLocal(): Promise<Opened> {
  const folder = createTestFolder();
  return Promise.resolve({
    objects: localObjects(join(folder.path, 'made', 'when', 'needed')),
    close: () => folder.remove(),
  });
}

async function openS3(): Promise<Opened> {
  const s3 = await startTestS3();
  return { objects: s3Objects(s3.settings), close: () => s3.stop() };
}

async function listed(objects: Objects, folder: string): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for await (const object of objects.list(folder)) found.push(object);
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));

describe.each([
  ['a local folder', openLocal],
  ['S3', openS3],
])('objects in %s', (_name, open) => {
  let objects: Objects;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ objects, close } = await open());
  });
  afterAll(() => close());

  it('are given back as they were put', async () => {
    const bytes = new Uint8Array(1_000_000).map((_byte, index) => index % 251);
    await objects.put('given/back', bytes);
    expect(Buffer.compare((await objects.get('given/back')) ?? text(''), bytes)).toBe(0);
  });

  it('are put as often as one likes', async () => {
    await Promise.all(Array.from({ length: 5 }, () => objects.put('put/again', text('the same'))));
    await objects.put('put/again', text('the same'));
    expect(Buffer.from((await objects.get('put/again')) ?? []).toString()).toBe('the same');
    expect(await listed(objects, 'put')).toHaveLength(1);
  });

  it('are missing before they are put and after they were deleted', async () => {
    expect(await objects.get('missing/one')).toBeNull();
    await objects.put('missing/one', text('here'));
    await objects.delete('missing/one');
    expect(await objects.get('missing/one')).toBeNull();
    await objects.delete('missing/one');
  });

  it('are listed by folder with the time they were put', async () => {
    const before = Date.now() - 2000;
    await objects.put('listed/a/1', text('1'));
    await objects.put('listed/b/2', text('2'));
    await objects.put('listed-not/3', text('3'));
    const found = await listed(objects, 'listed');
    expect(found.map(({ key }) => key)).toEqual(['listed/a/1', 'listed/b/2']);
    for (const { modifiedAt } of found) expect(modifiedAt).toBeGreaterThan(before);
    expect(await listed(objects, 'nowhere')).toEqual([]);
  });
});

describe('objects in a local folder', () => {
  let folder: TestFolder;
  beforeAll(() => {
    folder = createTestFolder();
  });
  afterAll(() => folder.remove());

  it('leave nothing but themselves', async () => {
    const objects = localObjects(folder.path);
    await objects.put('clean/one', text('content'));
    expect(readdirSync(join(folder.path, 'clean'))).toEqual(['one']);
  });

  it('are written anew where a file was cut short', async () => {
    const objects = localObjects(folder.path);
    mkdirSync(join(folder.path, 'cut'));
    writeFileSync(join(folder.path, 'cut/one'), 'con');
    await objects.put('cut/one', text('content'));
    expect(readFileSync(join(folder.path, 'cut/one'), 'utf8')).toBe('content');
  });

  it('are unavailable where the folder is none', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const objects = localObjects(join(folder.path, 'file'));
    await expect(objects.put('a/b', text('1'))).rejects.toBeInstanceOf(FileStoreUnavailableError);
    await expect(objects.get('a/b')).rejects.toBeInstanceOf(FileStoreUnavailableError);
  });
});

describe('objects in S3', () => {
  let s3: TestS3;
  beforeAll(async () => {
    s3 = await startTestS3();
  });
  afterAll(() => s3.stop());

  it('are listed over as many pages as it takes', async () => {
    const pages = [
      { keys: ['f/1', 'f/2'], isTruncated: true },
      { keys: ['f/3'], isTruncated: false },
    ];
    const asked: (string | null)[] = [];
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://s3').searchParams.get('marker'));
      const page = pages[asked.length - 1];
      const contents = page?.keys.map(
        (key) =>
          `<Contents><Key>${key}</Key><LastModified>2026-11-28T10:00:00.000Z</LastModified></Contents>`,
      );
      response.end(
        `<ListBucketResult><IsTruncated>${String(page?.isTruncated)}</IsTruncated>${contents?.join('')}</ListBucketResult>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const objects = s3Objects({ ...s3.settings, endpoint: `http://127.0.0.1:${port}` });
    expect((await listed(objects, 'f')).map(({ key }) => key)).toEqual(['f/1', 'f/2', 'f/3']);
    expect(asked).toEqual([null, 'f/2']);
    await new Promise((resolve) => server.close(resolve));
  });

  it('are unavailable with an unknown key, in a bucket that is missing, and where nobody listens', async () => {
    for (const wrong of [
      { accessKeyId: 'unknown' },
      { bucket: 'no-such-bucket' },
      { endpoint: 'http://127.0.0.1:9' },
    ]) {
      const objects = s3Objects({ ...s3.settings, ...wrong });
      await expect(objects.put('a', text('1'))).rejects.toBeInstanceOf(FileStoreUnavailableError);
      await expect(objects.get('a')).rejects.toBeInstanceOf(FileStoreUnavailableError);
      await expect(listed(objects, 'a')).rejects.toBeInstanceOf(FileStoreUnavailableError);
    }
  });

  it.each([
    [503, 'FileStoreUnavailableError'],
    [507, 'FileStoreFullError'],
  ])('that answers %i is a %s', async (status, name) => {
    const server = createServer((_request, response) => {
      response.statusCode = status;
      response.end('<Error><Code>Busy</Code></Error>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const objects = s3Objects({ ...s3.settings, endpoint: `http://127.0.0.1:${port}` });
    await expect(objects.put('a', text('1'))).rejects.toMatchObject({ name });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('bounded objects', () => {
  it('give up when the store does not answer, also for those who wait for their turn', async () => {
    const hanging: Objects = {
      place: 'a store that hangs',
      put: () => new Promise(() => undefined),
      get: () => new Promise(() => undefined),
      delete: () => new Promise(() => undefined),
      list: () => localObjects('/nowhere').list('nothing'),
    };
    const objects = boundedObjects(hanging, 50);
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => objects.get('key')));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'FileStoreUnavailableError' } });
    }
  });
});
