import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { openFreshPglite } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';

describe('the workflow engine', () => {
  let database: Database;
  let engine: TestRuntime;

  beforeAll(async () => {
    database = await openFreshPglite();
    engine = await openTestRuntime(database);
    await engine.deploy(oneTask);
  });
  afterAll(async () => {
    await engine.runtime.stop();
    await database.close();
  });

  it('starts a process instance with the variables it is given', async () => {
    const instanceId = await engine.start('one-task', { test_var: 'test_value' });
    const state = await engine.state(instanceId);
    expect(state.status).toBe('active');
    expect(state.variables.get(instanceId)).toEqual({ test_var: 'test_value' });
  });

  it('runs five instances at once, each for itself', async () => {
    const ids = await Promise.all([0, 1, 2, 3, 4].map((number) => engine.start('one-task', { number })));
    const states = await Promise.all(ids.map((id) => engine.state(id)));
    expect(states.map(({ status }) => status)).toEqual(Array(5).fill('active'));
    expect(new Set(ids).size).toBe(5);
    expect(states.map(({ instanceId, variables }) => variables.get(instanceId)?.['number'])).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });
});
