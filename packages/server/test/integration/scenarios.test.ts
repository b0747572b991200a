import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';
import { type Scenario, scenariosIn } from './scenarios/scenario.ts';
import { ScenarioRun } from './scenarios/scenario-run.ts';

const folder = join(process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data'), 'scenarios');

const scenarios = scenariosIn(JSON.parse(readFileSync(join(folder, 'scenarios.json'), 'utf8')));

describe.each(testStores)("what other engines' own tests state, over HTTP on %s", (database) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
  });
  afterAll(() => server.stop());

  it.each(scenarios)('$id', async (scenario: Scenario) => {
    const api = await server.api({ tenantId: scenario.id, userId: 'kermit', roles: ['admin'] });
    const run = new ScenarioRun(api, scenario, (path) => readFileSync(join(folder, path), 'utf8'));
    expect(await run.faults()).toEqual([]);
    await run.cancelEverything();
    expect(server.errors()).toEqual([]);
  });
});
