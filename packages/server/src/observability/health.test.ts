import type { HealthCheckName } from '@wbpm/contract';
import { describe, expect, it, vi } from 'vitest';
import { type Check, createHealth } from './health.ts';

const fine: Check = async () => ({ healthy: true });
const all = { database: fine, redis: null, workflow_engine: fine, scheduler: fine, apg_integration: null };

function setUp(checks: Partial<Record<HealthCheckName, Check>> = {}) {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const errors: [HealthCheckName, unknown][] = [];
  const health = createHealth({
    checks: { ...all, ...checks },
    version: '1.2.3',
    durability: 'process-crash',
    onError: (check, cause) => errors.push([check, cause]),
    now: () => new Date(clock.now),
    timeoutMs: 20,
  });
  return { health, errors, clock };
}

describe('the health document', () => {
  it('shows five checks; what is not configured is disabled', async () => {
    const timestamp = '2026-01-01T00:00:00.000Z';
    const { health } = setUp({ database: async () => ({ healthy: true, details: { response_time: 0.01 } }) });
    expect(await health.health()).toEqual({
      status: 'healthy',
      timestamp,
      version: '1.2.3',
      durability: 'process-crash',
      checks: {
        database: { status: 'healthy', timestamp, details: { response_time: 0.01 } },
        redis: { status: 'disabled', timestamp },
        workflow_engine: { status: 'healthy', timestamp },
        scheduler: { status: 'healthy', timestamp },
        apg_integration: { status: 'disabled', timestamp },
      },
    });
    expect((await health.readiness()).ready).toBe(true);
  });

  it('is unhealthy but ready without redis', async () => {
    const { health } = setUp({ redis: async () => ({ healthy: false }) });
    expect((await health.health()).status).toBe('unhealthy');
    expect(await health.readiness()).toMatchObject({ ready: true, failing: [] });
  });

  it('is not ready once the server was told to stop, whatever the checks say', async () => {
    const health = createHealth({
      checks: all,
      version: '1',
      durability: 'power-loss',
      isStopping: () => true,
      onError: () => undefined,
    });
    expect(await health.readiness()).toMatchObject({ ready: false, stopping: true, failing: [] });
  });

  it.each<HealthCheckName>(['database', 'workflow_engine', 'scheduler'])(
    'is unhealthy and not ready without %s',
    async (name) => {
      const { health } = setUp({ [name]: async () => ({ healthy: false }) });
      expect((await health.health()).status).toBe('unhealthy');
      expect(await health.readiness()).toMatchObject({ ready: false, failing: [name] });
    },
  );

  it('stays healthy without the platform', async () => {
    const { health } = setUp({ apg_integration: async () => ({ healthy: false }) });
    const report = await health.health();
    expect(report.status).toBe('healthy');
    expect(report.checks.apg_integration.status).toBe('unhealthy');
    expect((await health.readiness()).ready).toBe(true);
  });

  it('says of a check that throws only that it failed, and tells the log why', async () => {
    const cause = new Error('password of db.internal is wrong');
    const { health, errors } = setUp({ database: () => Promise.reject(cause) });
    const report = await health.health();
    expect(report.checks.database).toMatchObject({
      status: 'error',
      error: 'The check failed; the log says why',
    });
    expect(JSON.stringify(report)).not.toContain('db.internal');
    expect(errors).toEqual([['database', cause]]);
  });

  it('does not wait for a check that hangs', async () => {
    const { health } = setUp({ scheduler: () => new Promise(() => undefined) });
    const report = await health.health();
    expect(report.checks.scheduler.error).toBe('Expected an answer within 20 ms, but found none');
  });

  it('is made once for all who ask at the same time', async () => {
    const database = vi.fn(async () => ({ healthy: true }));
    const { health, clock } = setUp({ database });
    await Promise.all([health.health(), health.health(), health.readiness()]);
    expect(database).toHaveBeenCalledOnce();
    clock.now += 501;
    await health.health();
    expect(database).toHaveBeenCalledTimes(2);
  });

  it('has a clock and patience of its own', async () => {
    const health = createHealth({
      checks: all,
      version: '1',
      durability: 'power-loss',
      onError: () => undefined,
    });
    expect(Date.parse((await health.health()).timestamp)).toBeGreaterThan(Date.parse('2020-01-01'));
  });
});
