import { Counter, type Registry } from 'prom-client';

/** What working off batches reports. */
export interface BatchMetrics {
  /** A chunk of a batch: how many instances are done, and how many commands were refused. */
  recordBatchWork(work: {
    readonly operation: string;
    readonly done: number;
    readonly refused: number;
  }): void;
}

export function batchMetrics(registry: Registry): BatchMetrics {
  const instances = new Counter({
    name: 'wbpm_batch_instances_total',
    help: 'Instances of batches whose command was carried out or refused',
    labelNames: ['operation', 'outcome'],
    registers: [registry],
  });
  return {
    recordBatchWork({ operation, done, refused }) {
      instances.inc({ operation, outcome: 'done' }, done);
      instances.inc({ operation, outcome: 'refused' }, refused);
    },
  };
}
