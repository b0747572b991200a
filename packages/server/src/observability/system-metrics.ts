import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** Connections of the database pool: open in all, and idle. */
export interface PoolSize {
  readonly size: number;
  readonly available: number;
}

export interface SystemMetrics {
  readonly observePool: (size: () => PoolSize) => void;
}

const loopResolutionMs = 50;

/** Gauges of the process and its pool. They are read when somebody asks, so nothing runs in between. */
export function systemMetrics(registry: Registry): SystemMetrics {
  let pool: () => PoolSize = () => ({ size: 0, available: 0 });
  let cpuBefore = process.cpuUsage();
  let timeBefore = process.hrtime.bigint();
  const registers = [registry];
  new Gauge({
    name: 'wbpm_db_pool_size',
    help: 'Open database connections',
    registers,
    collect() {
      this.set(pool().size);
    },
  });
  new Gauge({
    name: 'wbpm_db_pool_available',
    help: 'Idle database connections',
    registers,
    collect() {
      this.set(pool().available);
    },
  });
  new Gauge({
    name: 'wbpm_memory_usage_bytes',
    help: 'Resident memory of the server process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'wbpm_cpu_usage_percent',
    help: 'Processor time used since the last look, 100 for one core',
    registers,
    collect() {
      const cpu = process.cpuUsage(cpuBefore);
      const elapsedMicroseconds = Number(process.hrtime.bigint() - timeBefore) / 1000;
      cpuBefore = process.cpuUsage();
      timeBefore = process.hrtime.bigint();
      this.set(elapsedMicroseconds <= 0 ? 0 : ((cpu.user + cpu.system) / elapsedMicroseconds) * 100);
    },
  });
  let loopDelay: IntervalHistogram | null = null;
  new Gauge({
    name: 'wbpm_event_loop_delay_seconds',
    help: 'How long work that was due had to wait for the process, 99th percentile since the last look',
    registers,
    collect() {
      // Watched from the first look on: where nobody looks nothing wakes up.
      if (loopDelay === null) {
        loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
        loopDelay.enable();
      }
      // What is measured is the time from one beat to the next.
      const delayMs = loopDelay.count === 0 ? 0 : loopDelay.percentile(99) / 1e6 - loopResolutionMs;
      this.set(Math.max(0, delayMs) / 1000);
      loopDelay.reset();
    },
  });
  return {
    observePool(size) {
      pool = size;
    },
  };
}
