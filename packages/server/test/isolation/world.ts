import type { Client } from '@wbpm/client';
import type { TaskQuery } from '@wbpm/contract';
import { dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import { encodeParts, type World } from './kinds.ts';
import { administratorOf, peopleOf, type Tenant } from './people.ts';
import { callerOf, decisionOf, orderOf, shortOf } from './world-models.ts';

/** Lives longer than any test. */
const leaseMs = 86_400_000;

/** The tenant with its processes, decisions, and an instance that has ended; answers the id of that. */
export async function settle(server: TestServer, tenant: Tenant): Promise<string> {
  const { tenantId, prefix } = tenant;
  const platform = await server.api({ userId: 'root', roles: ['platform_admin'] });
  const named = { tenant_id: tenantId, name: `${prefix}-tenant`, administrator: `${prefix}-first` };
  dataOf(await platform.post('/tenants', named));
  const client = await server.client(administratorOf(tenant));
  for (const xml of [orderOf(prefix), orderOf(prefix, 'two'), shortOf(prefix), callerOf(prefix)]) {
    await client.processes.deployXml(xml);
  }
  await client.decisions.deployXml(decisionOf(prefix));
  const broken = await client.instances.start(`${prefix}-order`, startedWith(prefix));
  await failed(client, prefix, broken.instance_id);
  await client.instances.cancel(broken.instance_id);
  return finishShort(client, prefix);
}

async function finishShort(client: Client, prefix: string): Promise<string> {
  const { instance_id: id } = await client.instances.start(`${prefix}-short`, startedWith(prefix));
  await client.tasks.complete(await taskOf(client, id), { variables: { signed: `${prefix}-signature` } });
  return id;
}

/** Everything a tenant can have, and what of it ids can name. `archived`: the instance that has ended. */
export async function inhabit(server: TestServer, tenant: Tenant, archived: string): Promise<World> {
  const { prefix } = tenant;
  const client = await server.client(administratorOf(tenant));
  const start = async (process: string): Promise<string> =>
    (await client.instances.start(`${prefix}-${process}`, startedWith(prefix))).instance_id;
  const order = async (): Promise<string> => start('order');

  const resolved = await failed(client, prefix, await order());
  await client.incidents.resolve(resolved.incidentId, { variables: { repaired: `${prefix}-repaired` } });
  const broken = await failed(client, prefix, resolved.instanceId);
  const running = await order();
  const lease = await leaseOf(client, prefix, running);
  await client.tasks.complete(await taskOf(client, running, { element_id: 'each' }));
  await client.tasks.assign(await taskOf(client, running, { element_id: 'later' }), {
    assignee: `${prefix}-admin`,
  });
  const suspended = await order();
  await client.instances.suspend(suspended);
  const cancelled = await order();
  await client.instances.cancel(cancelled, { reason: `${prefix}-reason` });
  const calling = await start('caller');
  const called = await calledBy(client, prefix, calling);
  const completed = await finishShort(client, prefix);
  const batches = [await batch(client, prefix, running), await batch(client, prefix, suspended)] as const;
  await client.events.publishMessage({
    name: `${prefix}-kept`,
    correlation_key: `${prefix}-kept-for`,
    variables: { note: `${prefix}-note` },
    time_to_live: 'P30D',
    message_id: `${prefix}-message`,
  });

  const { active_elements: active } = await client.instances.get(running);
  const at = (elementId: string): string => {
    const found = active.find((element) => element.element_id === elementId);
    if (found === undefined) throw new Error(`Expected a token at ${elementId}, but found none`);
    return found.element_instance_id;
  };
  const versions = await client.processes.versions(`${prefix}-order`);
  const [latest = '', older = ''] = versions.versions.map((version) => version.definition_id);
  const { definition_id: decision } = await client.decisions.get(`${prefix}-decision`);
  const task = await client.tasks.get(await taskOf(client, running, { element_id: 'work' }));
  const { subscriptions } = await client.instances.subscriptions(running);
  const jobOf = async (id: string) => (await client.jobs.list({ instance_id: id })).jobs[0]?.job_id ?? '';
  const cursor = (...parts: string[]): readonly [string] => [encodeParts(parts)];
  const people = await peopleOf(server, tenant);
  return {
    ...people,
    tenant: [tenant.tenantId],
    accountCursor: cursor(people.account[0]),
    groupCursor: cursor(people.group[0]),
    apiKeyCursor: cursor(`${prefix}-machine`),
    tenantCursor: cursor(tenant.tenantId),
    process: [`${prefix}-order`, latest, older, `${prefix}-short`],
    definition: [latest, older],
    instance: [running, broken.instanceId, suspended, calling, called, completed, cancelled, archived],
    brokenInstance: [broken.instanceId],
    element: [at('work'), at('ship'), at('care')],
    waiting: [at('poke'), at('wait')],
    adHoc: [at('care')],
    task: [
      task.task_id,
      await taskOf(client, suspended, { element_id: 'work' }),
      await taskOf(client, called),
      await taskOf(client, completed, { status: 'completed' }),
      await taskOf(client, archived, { status: 'completed' }),
    ],
    job: [lease.jobId, await jobOf(broken.instanceId), await jobOf(suspended)],
    incident: [broken.incidentId, resolved.incidentId],
    decision: [`${prefix}-decision`, decision],
    batch: batches,
    businessKey: [`${prefix}-business`],
    correlationKey: [`${prefix}-key`, `${prefix}-kept-for`],
    messageName: [`${prefix}-paid`, `${prefix}-kept`],
    signalName: [`${prefix}-closing`],
    jobType: [`${prefix}-shipping`],
    user: [`${prefix}-admin`],
    variable: [`secret:eq:${prefix}-secret`, `secret:like:${prefix}-%`, `amount:eq:${amountOf(prefix)}`],
    activityCursor: cursor('2', latest),
    batchCursor: cursor(batches[0]),
    decisionCursor: cursor(`${prefix}-decision`),
    incidentCursor: cursor(broken.incidentId),
    instanceCursor: cursor(running),
    jobCursor: cursor(lease.jobId),
    processCursor: cursor(`${prefix}-order`),
    subscriptionCursor: cursor(subscriptions[0]?.element_instance_id ?? ''),
    taskCursor: cursor(String(task.priority), task.created_at, task.due_date ?? '', task.task_id),
  };
}

/** `doc` is large: it goes into the file store. */
function startedWith(prefix: string) {
  const doc = `${prefix}-document `.repeat(200);
  const variables = { secret: `${prefix}-secret`, order: `${prefix}-key`, amount: amountOf(prefix), doc };
  return { business_key: `${prefix}-business`, variables };
}

/** No two tenants have the same. */
function amountOf(prefix: string): number {
  return Number.parseInt(Buffer.from(prefix.slice(-4)).toString('hex'), 16);
}

async function taskOf(
  client: Client,
  instanceId: string,
  which: Pick<Partial<TaskQuery>, 'status' | 'element_id'> = {},
): Promise<string> {
  const [task] = (await client.tasks.list({ instance_id: instanceId, ...which })).tasks;
  if (task === undefined) throw new Error(`Expected a task of instance ${instanceId}, but found none`);
  return task.task_id;
}

/** Takes the job of the one instance that has one left. */
async function leaseOf(client: Client, prefix: string, instanceId: string) {
  const { jobs } = await client.jobs.activate({
    type: `${prefix}-shipping`,
    worker: `${prefix}-worker`,
    lock_duration_ms: leaseMs,
  });
  const [job] = jobs;
  if (job?.instance_id !== instanceId) throw new Error('Expected the job of the instance, but found another');
  return { jobId: job.job_id, lockToken: job.lock_token };
}

async function failed(client: Client, prefix: string, instanceId: string) {
  const { jobId, lockToken } = await leaseOf(client, prefix, instanceId);
  await client.jobs.fail(jobId, { lock_token: lockToken, message: `${prefix}-failure`, retries: 0 });
  const [incident] = (await client.incidents.list({ instance_id: instanceId })).incidents;
  if (incident === undefined) throw new Error('Expected an incident, but found none');
  return { instanceId, incidentId: incident.incident_id };
}

async function calledBy(client: Client, prefix: string, callerId: string): Promise<string> {
  const calls = await eventually(
    async () => (await client.instances.list({ process_id: `${prefix}-short` })).instances,
    (instances) => instances.some((instance) => instance.parent_instance_id === callerId),
  );
  return calls.find((instance) => instance.parent_instance_id === callerId)?.instance_id ?? '';
}

/** A batch that has ended, and whose one instance refused what it was for. */
async function batch(client: Client, prefix: string, instanceId: string): Promise<string> {
  const { batch_id: batchId } = await client.batches.create({
    operation: 'modify',
    filter: { instance_ids: [instanceId] },
    parameters: { instructions: [{ cancel: `${prefix}-nowhere` }], reason: `${prefix}-modification` },
    reason: `${prefix}-batch`,
  });
  await eventually(
    () => client.batches.get(batchId),
    ({ status, failed: refused }) => status === 'completed' && refused === 1,
  );
  return batchId;
}
