import { Counter, Gauge, type Registry } from 'prom-client';

/** Commands that wait for the database, and how many may. */
export interface Waiting {
  readonly waiting: number;
  readonly limit: number;
}

export interface OverloadMetrics {
  /** Tells where the number of commands under way can be read when somebody looks. */
  readonly observeWaiting: (waiting: () => Waiting) => void;
  /** A command, a request or a worker was turned away for now. */
  recordRefused(reason: 'overload' | 'tenant' | 'instance' | 'requests' | 'workers' | 'rate'): void;
}

export function overloadMetrics(registry: Registry): OverloadMetrics {
  let read: () => Waiting = () => ({ waiting: 0, limit: 0 });
  const registers = [registry];
  new Gauge({
    name: 'wbpm_commands_waiting',
    help: 'Commands accepted and not answered yet',
    registers,
    collect() {
      this.set(read().waiting);
    },
  });
  new Gauge({
    name: 'wbpm_commands_limit',
    help: 'Commands that may wait, as fast as the database answers now',
    registers,
    collect() {
      this.set(read().limit);
    },
  });
  const refused = new Counter({
    name: 'wbpm_refused_total',
    help: 'Commands and requests turned away because too many waited',
    labelNames: ['reason'],
    registers,
  });
  return {
    observeWaiting(waiting) {
      read = waiting;
    },
    recordRefused(reason) {
      refused.inc({ reason });
    },
  };
}
