import { describe, expect, it } from 'vitest';
import { labelCap } from './label-cap.ts';
import { createMetrics } from './metrics.ts';

describe('the metrics', () => {
  it('carry the names and labels of the guide', async () => {
    const metrics = createMetrics();
    metrics.recordProcessCreated('t', 'bpmn_xml');
    metrics.recordProcessCompleted({ tenantId: 't', processId: 'order', status: 'completed', seconds: 2 });
    metrics.updateActiveProcesses('t', 3);
    metrics.recordTaskCreated('t', 'user');
    metrics.recordTaskCompleted({ tenantId: 't', taskType: 'user', assigneeType: 'group', seconds: 30 });
    metrics.recordApiRequest({ method: 'GET', endpoint: '/x/:id', statusCode: 200, seconds: 0.01 });
    metrics.recordTimeout();
    metrics.recordCommit({ batchSize: 7, seconds: 0.02 });
    metrics.recordBatchWork({ operation: 'cancel', done: 49, refused: 1 });
    metrics.recordRefused('tenant');
    metrics.observeWaiting(() => ({ waiting: 4, limit: 2000 }));
    metrics.observePool(() => ({ size: 5, available: 2 }));
    const text = await metrics.text();
    for (const line of [
      'wbpm_processes_created_total{tenant_id="t",process_type="bpmn_xml"} 1',
      'wbpm_process_duration_seconds_count{tenant_id="t",process_id="order",status="completed"} 1',
      'wbpm_active_processes{tenant_id="t"} 3',
      'wbpm_tasks_created_total{tenant_id="t",task_type="user"} 1',
      'wbpm_task_completion_seconds_sum{tenant_id="t",task_type="user",assignee_type="group"} 30',
      'wbpm_api_requests_total{method="GET",endpoint="/x/:id",status_code="200"} 1',
      'wbpm_api_duration_seconds_count{method="GET",endpoint="/x/:id"} 1',
      'wbpm_timeouts_total 1',
      'wbpm_commits_total 1',
      'wbpm_batch_instances_total{operation="cancel",outcome="done"} 49',
      'wbpm_batch_instances_total{operation="cancel",outcome="refused"} 1',
      'wbpm_commit_batch_size_sum 7',
      'wbpm_commit_duration_seconds_sum 0.02',
      'wbpm_refused_total{reason="tenant"} 1',
      'wbpm_commands_waiting 4',
      'wbpm_commands_limit 2000',
      'wbpm_db_pool_size 5',
      'wbpm_db_pool_available 2',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/wbpm_memory_usage_bytes \d{6,}/);
    expect(text).toMatch(/wbpm_cpu_usage_percent \d/);
    expect(text).not.toContain('wbmp_');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('can be made and read twice', async () => {
    const first = createMetrics();
    createMetrics();
    await first.text();
    expect(await first.text()).toContain('wbpm_db_pool_size 0');
  });

  it('repeat three names under the old spelling when asked', async () => {
    const metrics = createMetrics({ legacyNames: true });
    metrics.recordApiRequest({ method: 'GET', endpoint: '/x', statusCode: 200, seconds: 0.01 });
    const text = await metrics.text();
    expect(text).toContain('wbpm_api_requests_total{method="GET",endpoint="/x",status_code="200"} 1');
    expect(text).toContain('wbmp_api_requests_total{method="GET",endpoint="/x",status_code="200"} 1');
    expect(text).toContain('# TYPE wbmp_task_completion_seconds histogram');
    expect(text).toContain('wbmp_api_duration_seconds_bucket{');
    expect(text).not.toContain('wbmp_active_processes');
  });
});

describe('a label whose values users choose', () => {
  it('keeps the first values and calls the rest other', () => {
    const cap = labelCap(2);
    expect(['a', 'b', 'c', 'a', 'd'].map(cap)).toEqual(['a', 'b', 'other', 'a', 'other']);
  });

  it('stops at 200 in the metrics', async () => {
    const metrics = createMetrics();
    for (let index = 0; index < 300; index += 1) {
      metrics.recordProcessCompleted({ tenantId: 't', processId: `p${index}`, status: 'failed', seconds: 1 });
    }
    const text = await metrics.text();
    expect(text.match(/wbpm_process_duration_seconds_count/g)).toHaveLength(201);
    expect(text).toContain('process_id="other",status="failed"} 100');
  });
});
