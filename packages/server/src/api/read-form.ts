import { Busboy } from '@fastify/busboy';
import { Refusal } from '../access/refusal.ts';
import { type BodyHeaders, readXmlBody } from './read-body.ts';

/** Of a form: the headers of its parts, which say little. */
const partHeaders = { pairs: 20, bytes: 4096 } as const;

/**
 * The XML of a form with one file (RFC 7578), as a page or `curl -F file=@order.bpmn` sends it: read as if the file
 * were the body. Names and types of parts do not matter. Rejects with a `Refusal`.
 */
export async function readFormBody(headers: BodyHeaders, bytes: Buffer): Promise<string> {
  if (headers['content-encoding'] !== undefined) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Expected a form without Content-Encoding, but found one');
  }
  const [file, ...others] = await partsOf(headers['content-type'] ?? '', bytes);
  if (file === undefined || others.length > 0) {
    const found = file === undefined ? 'none' : 'more';
    throw new Refusal(
      'MALFORMED_REQUEST',
      `Expected a form with one file and nothing else, but found ${found}`,
    );
  }
  return readXmlBody({ 'content-type': 'application/xml' }, file);
}

/** Two at most: more than one is wrong already. */
function partsOf(contentType: string, bytes: Buffer): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const refuse = (): void =>
      reject(new Refusal('MALFORMED_REQUEST', 'Expected multipart/form-data, but it cannot be read'));
    try {
      const parts: Buffer[] = [];
      const form = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: 2, headerPairs: partHeaders.pairs, headerSize: partHeaders.bytes },
        isPartAFile: () => true,
      });
      form.on('file', (_name, stream) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => parts.push(Buffer.concat(chunks)));
        stream.on('error', refuse);
      });
      form.on('finish', () => resolve(parts));
      form.on('error', refuse);
      form.end(bytes);
    } catch {
      // No boundary, or one that cannot be.
      refuse();
    }
  });
}
