import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, connectApi } from '../../testing/api.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ database: 'pglite' });
});
afterAll(() => server.stop());

const page = '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>';
const model = (id: string): string =>
  `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="${id}" isExecutable="true"><extensionElements>${page}</extensionElements>
  <startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/></process></definitions>`;

/** As `curl -F` would, with whatever name and type. */
function upload(content: string, name: string, type = 'application/xml', boundary = 'b'): Promise<Answer> {
  const raw = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}\r\n--${boundary}--\r\n`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return connectApi(server.url, null).call('POST', '/processes', { raw, contentType });
}

describe('a file', () => {
  it.each([
    '../../../etc/cron.d/x.bpmn',
    '..\\..\\x.bpmn',
    '/etc/passwd',
    'x.bpmn%00.html',
    'x.html',
    'con.bpmn',
    '; rm -rf ~',
    '"; filename="y.html',
    'x'.repeat(2000),
  ])('may be called as it likes: the name is not used (%.30s)', async (name) => {
    const answer = await upload(model('a_file'), name);
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toContain(name);
  });

  it.each([
    ['a page', '<html><body>x</body></html>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a program', '\u007fELF\u0002\u0001'],
    ['an archive', 'PK\u0003\u0004'],
    ['a script', '#!/bin/sh\nid'],
    ['nothing', ''],
    ['a document with entities', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ])('that is none is refused, whatever it is called: %s', async (_what, content) => {
    const answer = await upload(content, 'order.bpmn');
    expect([400, 422]).toContain(answer.status);
    expect(answer.text).not.toContain('root:');
  });

  it('is kept as a file by a browser that opens it itself', async () => {
    expect((await upload(model('with_a_page'), 'order.bpmn')).status).toBe(200);
    const response = await fetch(`${server.url}/api/v1/processes/with_a_page/xml`);
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="process.bpmn"');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toContain('alert(1)');
  });

  it('never was a defect', () => expect(server.errors()).toEqual([]));
});
