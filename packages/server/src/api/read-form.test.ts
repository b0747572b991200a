import { describe, expect, it } from 'vitest';
import { Refusal } from '../access/refusal.ts';
import { readFormBody } from './read-form.ts';

const xml = '<definitions xmlns="x">\n  <process/>\n</definitions>';

async function formOf(fill: (form: FormData) => void) {
  const form = new FormData();
  fill(form);
  const request = new Request('http://x', { method: 'POST', body: form });
  const type = request.headers.get('content-type') ?? '';
  return { type, bytes: Buffer.from(await request.arrayBuffer()) };
}

function refusalOf(headers: Parameters<typeof readFormBody>[0], bytes: Buffer): Promise<Refusal> {
  return readFormBody(headers, bytes).then(
    (text) => {
      throw new Error(`Expected a refusal, but found ${text}`);
    },
    (error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    },
  );
}

describe('a form', () => {
  it('with one file is that file', async () => {
    for (const name of ['order.bpmn', '../../etc/passwd', 'ü".xml']) {
      const { type, bytes } = await formOf((form) => form.set('file', new Blob([xml]), name));
      expect(await readFormBody({ 'content-type': type }, bytes)).toBe(xml);
    }
  });

  it.each<[string, readonly (string | Blob)[]]>([
    ['without anything', []],
    ['with two files', [new Blob([xml]), new Blob([xml])]],
    ['with a file and a text', ['x', new Blob([xml])]],
    ['with a thousand files', Array.from({ length: 1000 }, () => new Blob(['x']))],
  ])('%s is refused', async (_what, parts) => {
    const { type, bytes } = await formOf((form) => {
      for (const part of parts) form.append('part', part);
    });
    expect((await refusalOf({ 'content-type': type }, bytes)).code).toBe('MALFORMED_REQUEST');
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['with an empty one', 'multipart/form-data; boundary=', 'x'],
    ['with a boundary that does not come', 'multipart/form-data; boundary=abc', 'x'],
    [
      'that ends in the middle',
      'multipart/form-data; boundary=abc',
      '--abc\r\ncontent-disposition: form-data; name="f"\r\n\r\n<x',
    ],
    [
      'without end of its headers',
      'multipart/form-data; boundary=abc',
      '--abc\r\ncontent-disposition: form-data',
    ],
    [
      'with too many headers',
      'multipart/form-data; boundary=abc',
      `--abc\r\n${'x: y\r\n'.repeat(5000)}\r\n<x/>\r\n--abc--`,
    ],
  ])('%s is refused', async (_what, type, text) => {
    expect((await refusalOf({ 'content-type': type }, Buffer.from(text))).status).toBeLessThan(500);
  });

  it('that is packed is refused, and so is a file that is no text', async () => {
    const { type, bytes } = await formOf((form) =>
      form.set('file', new Blob([new Uint8Array([0xff, 0xfe])]), 'x'),
    );
    const packed = { 'content-type': type, 'content-encoding': 'gzip' };
    expect((await refusalOf(packed, bytes)).code).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect((await refusalOf({ 'content-type': type }, bytes)).code).toBe('MALFORMED_XML');
  });
});
