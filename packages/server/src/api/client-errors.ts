import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { limits } from './limits.ts';
import { problemAnswer, problemType } from './problem.ts';

/**
 * Answers what Node's HTTP parser refuses, before there is a request: headers that are too large, too
 * slow or broken. The connection ends with it.
 */
export function answerClientError(
  error: Error & { readonly code?: string },
  socket: Socket,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = problemAnswer(refusalOfCode(error.code), { url: '', id: requestId });
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `content-type: ${problemType}`,
      `content-length: ${Buffer.byteLength(text)}`,
      `x-request-id: ${requestId}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}

function refusalOfCode(code: string | undefined): Refusal {
  const refusal = (errorCode: ErrorCode, message: string) => new Refusal(errorCode, message);
  if (code === 'HPE_HEADER_OVERFLOW') {
    const message = `Expected headers of at most ${limits.headerBytes} bytes, but found more`;
    const findings = [{ code: 'HEADERS_TOO_LARGE', message, limit: limits.headerBytes }];
    return new Refusal('HEADERS_TOO_LARGE', message, { findings });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return refusal('REQUEST_TIMEOUT', 'Expected the whole request in time, but a part is missing');
  }
  return refusal('MALFORMED_REQUEST', 'Expected an HTTP request, but found something else');
}
