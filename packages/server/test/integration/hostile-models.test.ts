import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';
import { Attacker } from './hostile/attacker.ts';
import { documents } from './hostile/documents.ts';
import { around, bombs, escapes, extremes, loops, names, patterns, scripts } from './hostile/models.ts';

/** Longer than any limit lets a model or a script work, on a machine that is busy with other things too. */
const longestMs = { model: 5_000, script: 10_000 };

describe.each(testStores)('a hostile model on %s', (database) => {
  let server: TestServer;
  let attacker: Attacker;

  beforeAll(async () => {
    server = await startTestServer({ database });
    attacker = new Attacker(await server.api());
  });
  afterAll(async () => {
    // The server runs in this process: what reached a prototype would be seen here.
    expect(Object.keys(Object.prototype)).toEqual([]);
    await server.stop();
  });

  describe.each([
    ['names', names],
    ['expressions that reach out', escapes],
    ['expressions that grow', bombs],
    ['patterns', patterns],
    ['loops', loops],
    ['times and numbers', extremes],
    ['scripts', scripts],
  ])('by its %s', (group, attacks) => {
    it.each(attacks)('$attack', async ({ attack: _, expected, ...model }) => {
      const { outcome, tookMs } = await attacker.run(model);
      expect(outcome).toMatch(expected);
      expect(tookMs).toBeLessThan(group === 'scripts' ? longestMs.script : longestMs.model);
      expect(await attacker.aliveAfterMs()).toBeLessThan(2_000);
      expect(server.errors()).toEqual([]);
    });
  });

  it.each(documents)('by its size or shape: $attack', async ({ expected, ...document }) => {
    const { outcome, tookMs } = await attacker.send(document);
    expect(outcome).toMatch(expected);
    expect(tookMs).toBeLessThan(longestMs.model);
    expect(await attacker.aliveAfterMs()).toBeLessThan(2_000);
    expect(server.errors()).toEqual([]);
  });

  it('by calls within each other that never end', async () => {
    const api = await server.api();
    const xml = around('<callActivity id="x" calledElement="endless" />', '', 'endless');
    await api.call('POST', '/processes', { raw: xml, contentType: 'application/xml' });
    const { instance_id: id } = dataOf<{ instance_id: string }>(
      await api.post('/processes/endless/instances', {}),
    );
    const { incidents } = await eventually(
      async () =>
        dataOf<{ incidents: { message: string }[] }>(await api.get('/incidents?process_id=endless')),
      (list) => list.incidents.length > 0,
    );
    expect(incidents).toMatchObject([
      {
        message: "Expected at most 100 calls within each other, but found more when 'endless' was called",
      },
    ]);
    const { instances } = dataOf<{ instances: unknown[] }>(
      await api.get('/instances?process_id=endless&limit=200'),
    );
    expect(instances).toHaveLength(101);
    dataOf(await api.post(`/instances/${id}/cancel`, {}));
    expect(server.errors()).toEqual([]);
  });
});
