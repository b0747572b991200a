import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@wbpm/client';
import type { InstanceDetail, StartedInstance } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { archiveCompletedProcesses } from '../../src/history/archive-completed-processes.ts';
import { deleteOldHistory } from '../../src/history/delete-old-history.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type Api, dataOf } from '../../src/testing/api.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { dmn, expressionDecision } from '../../src/testing/dmn.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { createTestFolder, type TestFolder } from '../../src/testing/test-files.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';
import { connectOwner, idsIn, type Owner, type TenantRows } from './tenant-rows.ts';

/** Ids, keys and names are the same in both tenants; what they hold says whose it is. */
function mirrorOf(canary: string): string {
  return bpmn({
    id: 'mirror',
    roots: `<message id="m_paid" name="paid"><extensionElements><zeebe:subscription correlationKey="=order" /></extensionElements></message>
      <message id="m_ordered" name="ordered" /><signal id="s_closing" name="closing" />`,
    nodes: `<startEvent id="start" />
      <startEvent id="ordered"><messageEventDefinition messageRef="m_ordered" /></startEvent>
      <businessRuleTask id="rule"><extensionElements>
        <zeebe:calledDecision decisionId="choice" resultVariable="chosen" />
      </extensionElements></businessRuleTask>
      <serviceTask id="work" name="${canary}-work"><extensionElements><zeebe:taskDefinition type="work" /></extensionElements></serviceTask>
      <receiveTask id="wait" messageRef="m_paid" />
      <intermediateCatchEvent id="hear"><signalEventDefinition signalRef="s_closing" /></intermediateCatchEvent>
      <intermediateCatchEvent id="rest"><timerEventDefinition>
        <timeDuration xsi:type="tFormalExpression">PT1H</timeDuration>
      </timerEventDefinition></intermediateCatchEvent>
      <callActivity id="call" calledElement="part" />
      <userTask id="last" name="${canary}-last" /><endEvent id="end" />`,
    flows: [
      'start > rule > end',
      'start > work > end',
      'start > wait > end',
      'start > hear > end',
      'start > rest > end',
      'start > call > end',
      'start > last > end',
      'ordered > last',
    ],
  });
}
function partOf(canary: string): string {
  return bpmn({
    id: 'part',
    nodes: `<startEvent id="start" /><userTask id="check" name="${canary}-check" /><endEvent id="end" />`,
    flows: ['start > check > end'],
  });
}

interface Side {
  readonly tenantId: string;
  readonly canary: string;
  readonly client: Client;
  readonly api: Api;
}

const doc = 'the same text in both tenants '.repeat(100);

describe.runIf(inject('postgresUrl') !== null)('two tenants that do the same at the same time', () => {
  let folder: TestFolder;
  let server: TestServer;
  let owner: Owner;
  let platform: Api;
  let sides: readonly [Side, Side];
  let instances: readonly [string, string];

  beforeAll(async () => {
    folder = createTestFolder();
    server = await startTestServer({
      database: 'postgres',
      authMode: 'jwt',
      testClock: true,
      environment: { LARGE_VALUE_BYTES: '1024', FILE_STORAGE_PATH: folder.path },
    });
    owner = await connectOwner(server.databaseUrl ?? '');
    platform = await server.api({ userId: 'root', roles: ['platform_admin'] });
    for (const tenantId of ['acme', 'globex']) {
      const named = { tenant_id: tenantId, name: tenantId };
      expect((await platform.post('/tenants', named)).status).toBe(200);
    }
    sides = [await side('acme', 'CANARY-A'), await side('globex', 'CANARY-B')];
    await both(async ({ client, canary }) => {
      await client.processes.deployXml(partOf(canary));
      await client.processes.deployXml(mirrorOf(canary));
      await client.decisions.deployXml(dmn(expressionDecision('choice', `"${canary}-chosen"`)));
    });
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await owner.close();
    await server.stop();
    await folder.remove();
  });

  async function side(tenantId: string, canary: string): Promise<Side> {
    const identity = { tenantId, userId: 'ada', roles: ['admin'] };
    return { tenantId, canary, client: await server.client(identity), api: await server.api(identity) };
  }
  const both = <Result>(act: (side: Side, index: 0 | 1) => Promise<Result>): Promise<[Result, Result]> =>
    Promise.all([act(sides[0], 0), act(sides[1], 1)]);
  const detail = (of: Side, id: string): Promise<InstanceDetail> => of.client.instances.get(id);
  const isAt = (element: string) => (instance: InstanceDetail) =>
    instance.active_elements.some(({ element_id: id }) => id === element);
  const hasLeft = (element: string) => (instance: InstanceDetail) => !isAt(element)(instance);

  it('start with the same idempotency key and business key, each its own', async () => {
    const started = await both(async ({ api, canary }) => {
      const body = {
        business_key: 'same',
        unique_business_key: true,
        variables: { order: 'same', doc },
      };
      const answer = await api.post('/processes/mirror/instances', body, 'same-key');
      expect(answer.headers.get('idempotent-replayed')).toBeNull();
      const { instance_id: id } = dataOf<StartedInstance>(answer);
      const again = await api.post('/processes/mirror/instances', body, 'same-key');
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(dataOf<StartedInstance>(again).instance_id).toBe(id);
      await api.call('PATCH', `/instances/${id}/variables`, { body: { variables: { secret: canary } } });
      return id;
    });
    expect(started[0]).not.toBe(started[1]);
    instances = started;
  });

  it('have definitions and decisions of their own under the same names, cached or not', async () => {
    for (let round = 0; round < 2; round += 1) {
      const found = await both(async (of, index) => {
        const { variables } = await detail(of, instances[index]);
        const { result } = await of.client.decisions.evaluate('choice');
        const { elements } = await of.client.processes.get('mirror');
        const work = elements.find(({ element_id: id }) => id === 'work')?.name;
        return [variables['chosen'], variables['doc'], result, work];
      });
      expect(found).toEqual(
        sides.map(({ canary }) => [`${canary}-chosen`, doc, `${canary}-chosen`, `${canary}-work`]),
      );
    }
  });

  it('call processes of their own', async () => {
    await both(async (of, index) => {
      const [called] = await eventually(
        async () => (await of.client.instances.list({ process_id: 'part' })).instances,
        ({ length }) => length === 1,
      );
      expect(called?.parent_instance_id).toBe(instances[index]);
      const [task] = (await of.client.tasks.list({ process_id: 'part' })).tasks;
      expect(task?.name).toBe(`${of.canary}-check`);
      await of.client.tasks.complete(task?.task_id ?? '');
      await eventually(() => detail(of, instances[index]), hasLeft('call'));
    });
  });

  it('lease jobs of their own, though both have the same types and workers', async () => {
    await both(async ({ client, canary }, index) => {
      const { jobs } = await client.jobs.activate({ type: 'work', worker: 'w', max_jobs: 100 });
      expect(jobs.map(({ instance_id: id, variables }) => [id, variables['secret']])).toEqual([
        [instances[index], canary],
      ]);
      const [job] = jobs;
      await client.jobs.complete(job?.job_id ?? '', {
        lock_token: job?.lock_token ?? '',
        variables: { worked: `${canary}-worked` },
      });
    });
  });

  it('correlate, start by and keep messages of their own, with the same names, keys and ids', async () => {
    await both(async ({ client, canary }, index) => {
      const message = { correlation_key: 'same', variables: { paid: `${canary}-paid` } };
      const paid = await client.events.publishMessage({ name: 'paid', ...message });
      expect(paid).toEqual({ result: 'correlated', instance_ids: [instances[index]] });
      const kept = await client.events.publishMessage({
        name: 'paid',
        ...message,
        time_to_live: 'P1D',
        message_id: 'same',
      });
      expect(kept.result).toBe('buffered');
      const ordered = await client.events.publishMessage({ name: 'ordered' });
      expect(ordered.result).toBe('started');
      const [started = ''] = ordered.instance_ids;
      expect((await client.instances.get(started)).process_id).toBe('mirror');
      await client.instances.cancel(started);
    });
  });

  it('take up kept messages of their own, when somebody waits for them', async () => {
    await both(async (of) => {
      const { instance_id: id } = await of.client.instances.start('mirror', { variables: { order: 'same' } });
      const found = await eventually(() => detail(of, id), hasLeft('wait'));
      expect(found.variables['paid']).toBe(`${of.canary}-paid`);
      await of.client.instances.cancel(id);
    });
  });

  it('hear signals of their own', async () => {
    const heard = await both(({ client, canary }) =>
      client.events.broadcastSignal({ name: 'closing', variables: { heard: `${canary}-heard` } }),
    );
    expect(heard).toEqual(instances.map((id) => ({ received_by: 1, instance_ids: [id] })));
    await both(async (of, index) => {
      const found = await eventually(() => detail(of, instances[index]), hasLeft('hear'));
      expect(found.variables['heard']).toBe(`${of.canary}-heard`);
    });
  });

  it('see their timers fire together, each in its own instance', async () => {
    await sides[0].client.system.setClock({ advance: 'PT2H' });
    await both(async (of, index) => {
      const found = await eventually(() => detail(of, instances[index]), hasLeft('rest'));
      expect(found.variables['secret']).toBe(of.canary);
    });
  });

  it('have batches that touch nothing of the other, however the filter is meant', async () => {
    const [{ client: acme }, { client: globex }] = sides;
    const before = await owner.rowsOf('acme');
    for (const filter of [
      { business_key: 'same' },
      { process_id: 'mirror' },
      { instance_ids: [...instances] },
      { started_before: new Date(Date.now() + 366 * 86_400_000).toISOString() },
    ]) {
      const { batch_id: batchId, total } = await globex.batches.create({
        operation: 'set_variables',
        filter,
        parameters: { variables: { touched: true } },
      });
      expect(total).toBe(1);
      await eventually(
        () => globex.batches.get(batchId),
        ({ status }) => status === 'completed',
      );
    }
    expect(await owner.rowsOf('acme')).toEqual(before);
    expect((await acme.instances.get(instances[0])).variables).not.toHaveProperty('touched');
    expect((await globex.instances.get(instances[1])).variables).toHaveProperty('touched');
  });

  it('find in archive and retention what was theirs, and each loses its own only', async () => {
    await both(async (of, index) => {
      const [task] = (await of.client.tasks.list({ instance_id: instances[index] })).tasks;
      await of.client.tasks.complete(task?.task_id ?? '');
      await eventually(
        () => detail(of, instances[index]),
        ({ status }) => status === 'completed',
      );
    });
    const database = await openDatabase({
      databaseUrl: server.databaseUrl ?? '',
      dataDir: '',
      poolSize: 2,
    });
    const run = {
      database,
      now: new Date(Date.now() + 86_400_000),
      isStopping: () => false,
      restFactor: 0,
    };
    try {
      await archiveCompletedProcesses(run, { olderThanDays: 0 });
      await both(async ({ client, canary }, index) => {
        const { instances: archived } = await client.instances.list({ archived: true, business_key: 'same' });
        expect(archived.map(({ instance_id: id }) => id)).toEqual([instances[index]]);
        const { variables } = await client.instances.get(instances[index]);
        expect(variables).toMatchObject({ secret: canary, worked: `${canary}-worked`, doc });
      });
      expect(filesBelow(folder.path).length).toBe(2);
      expect(await foreignRows()).toEqual([]);
      await deleteOldHistory(run, { olderThanDays: 0 });
    } finally {
      await database.close();
    }
    await both(async ({ client }, index) => {
      await expect(client.instances.get(instances[index])).rejects.toMatchObject({ status: 404 });
    });
    expect(await foreignRows()).toEqual([]);
  });

  it('are exported and erased alone', async () => {
    await both(({ client }) => client.instances.start('mirror', { variables: { doc } }));
    const before = await owner.rowsOf('acme');
    const exported = await platform.call('GET', '/tenants/acme/export');
    expect(exported.status).toBe(200);
    expect(exported.text).toContain('CANARY-A');
    expect(exported.text).not.toMatch(/CANARY-B|globex/);
    expect((await platform.post('/tenants/globex/suspend')).status).toBe(200);
    const deleted = await platform.call('DELETE', '/tenants/globex', { body: { confirm: 'globex' } });
    expect(deleted.status).toBe(200);
    await eventually(
      () => owner.rowsOf('globex'),
      (rows) => [...rows].every(([table, left]) => table === 'wbpm_tenants' || left.length === 0),
      30_000,
    );
    expect(await owner.rowsOf('acme')).toEqual(before);
    const { instances: kept } = await sides[0].client.instances.list({ process_id: 'mirror' });
    expect(kept.map((instance) => instance.status)).toContain('active');
  });

  /** Of the same text each tenant has a file of its own. */
  function filesBelow(path: string): string[] {
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/CANARY/);
    return files;
  }

  /** Rows of one tenant that hold what the other has written, and ids that both have. */
  async function foreignRows(): Promise<string[]> {
    const [acme, globex] = [await owner.rowsOf('acme'), await owner.rowsOf('globex')];
    const idsOfGlobex = idsIn(withoutShared(globex));
    return [
      ...[...acme.values()].flat().filter((row) => row.includes('CANARY-B')),
      ...[...globex.values()].flat().filter((row) => row.includes('CANARY-A')),
      ...[...idsIn(withoutShared(acme))].filter((id) => idsOfGlobex.has(id)),
    ];
  }
});

/** Both have rows of the same run of the archive, under its id; a batch keeps the ids that its maker asked for. */
const sharedTables = new Set(['wbpm_archive_runs', 'wbpm_batches']);

function withoutShared(rows: TenantRows): TenantRows {
  return new Map([...rows].filter(([table]) => !sharedTables.has(table)));
}
