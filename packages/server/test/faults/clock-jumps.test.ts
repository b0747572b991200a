import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { databaseNow } from '../../src/store/database-time.ts';
import { sequence, timer } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime } from '../../src/testing/test-runtime.ts';
import { full, percentiles, printFigures, seed, seededRandom, since } from './figures.ts';

const instances = full ? 1000 : 60;
const longestWaitMs = full ? 30_000 : 4000;
const jumps = full ? 60 : 10;
/** Different waits. */
const lengths = 12;
const anHourMs = 3_600_000;

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(testDatabases)("R-08: timers on %s while the machine's clock jumps", (kind, openFresh) => {
  it('are never early by the clock of the database, and none is lost', async () => {
    const began = performance.now();
    const random = seededRandom(seed);
    const database = await openFresh();
    const node = await openTestRuntime(database, {
      background: true,
      clock: { ...systemClock(), set: () => undefined },
    });
    const realNow = Date.now.bind(Date);
    let jumpedMs = 0;
    let jumped = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + jumpedMs);

    const dueAt = new Map<string, number>();
    const waitsMs = Array.from({ length: lengths }, () => 1000 + Math.floor(random() * longestWaitMs));
    for (const waitMs of waitsMs)
      await node.deploy(sequence(`waiting-${waitMs}`, timer('wait', `PT${waitMs / 1000}S`)));
    const jumping = setInterval(() => {
      jumped += 1;
      jumpedMs = Math.round((2 * random() - 1) * anHourMs);
    }, longestWaitMs / jumps);
    const open = new Set<string>();
    let allStarted = false;
    let giveUpAt = Number.POSITIVE_INFINITY;
    async function startAll(): Promise<void> {
      for (let index = 0; index < instances; index += 1) {
        const waitMs = waitsMs[index % lengths] ?? 0;
        const before = await databaseNow(database);
        const instanceId = await node.start(`waiting-${waitMs}`);
        dueAt.set(instanceId, before + waitMs);
        open.add(instanceId);
      }
      allStarted = true;
      giveUpAt = performance.now() + longestWaitMs + 20_000;
    }
    const starting = startAll();
    starting.catch(() => {
      giveUpAt = 0;
    });
    const early = new Set<string>();
    const late: number[] = [];
    while ((!allStarted || open.size > 0) && performance.now() < giveUpAt) {
      const [now, ended] = await database.transaction({ kind: 'runtime' }, async (transaction) => {
        const rows = await transaction.query<{ instance_id: string; now: Date }>(
          `SELECT instance_id, clock_timestamp() AS now FROM wbpm_process_instances WHERE status = 'completed'`,
        );
        return [rows[0]?.now.getTime() ?? 0, rows.map((row) => row.instance_id)] as const;
      });
      for (const instanceId of ended) {
        if (!open.delete(instanceId)) continue;
        const lateMs = now - (dueAt.get(instanceId) ?? 0);
        if (lateMs < 0) early.add(instanceId);
        else late.push(lateMs);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await starting;
    clearInterval(jumping);
    await node.runtime.stop();
    const gaps = await allInstanceFaults(database);
    await database.close();
    printFigures('R-08 clock-jumps', {
      store: kind,
      timers: instances,
      jumps: jumped,
      early: early.size,
      lost: open.size,
      gaps: gaps.length,
      'late p50/p99': percentiles(late),
      total: since(began),
    });
    expect({ early: [...early], lost: [...open], gaps, errors: node.errors }).toEqual({
      early: [],
      lost: [],
      gaps: [],
      errors: [],
    });
  }, 600_000);
});
