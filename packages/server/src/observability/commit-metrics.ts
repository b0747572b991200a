import { Counter, Histogram, type Registry } from 'prom-client';

/** What the group commit reports. */
export interface CommitMetrics {
  recordCommit(commit: { readonly batchSize: number; readonly seconds: number }): void;
}

export function commitMetrics(registry: Registry): CommitMetrics {
  const commits = new Counter({
    name: 'wbpm_commits_total',
    help: 'Group commits done',
    registers: [registry],
  });
  const batchSize = new Histogram({
    name: 'wbpm_commit_batch_size',
    help: 'Changes in one group commit',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'wbpm_commit_duration_seconds',
    help: 'Time one group commit took in the database',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  return {
    recordCommit(commit) {
      commits.inc();
      batchSize.observe(commit.batchSize);
      duration.observe(commit.seconds);
    },
  };
}
