import type { ActivatedJobs, Job, StartedInstance, TaskList } from '@wbpm/contract';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { seed, seededRandom } from './figures.ts';
import { PersistentApi } from './persistent-api.ts';

/** What was told to the clients: the server is held to it afterwards. */
export interface Acknowledged {
  /** Instance ids by business key. */
  readonly started: Map<string, string>;
  /** Business keys whose task was completed. */
  readonly completed: Set<string>;
  readonly jobs: Set<string>;
  /** Business keys that were told two different instances. */
  readonly doubled: string[];
}

/** What a worker does for a job before it says that it is done; false: it failed. */
export type Work = (job: Job) => Promise<boolean>;

const leaseMs = 2000;

/** Clients of one node, or of several, that never give up. */
export class PersistentClients extends PersistentApi {
  readonly acknowledged: Acknowledged = {
    started: new Map(),
    completed: new Set(),
    jobs: new Set(),
    doubled: [],
  };
  /** By job: the youngest lease that a worker was told of. */
  readonly #youngest = new Map<string, bigint>();
  #staleSent = 0;
  #staleAccepted = 0;

  constructor(urls: string | readonly string[]) {
    super(typeof urls === 'string' ? [urls] : urls, seededRandom(seed));
  }

  get operations(): number {
    const { started, completed, jobs } = this.acknowledged;
    return started.size + completed.size + jobs.size;
  }

  /** Completions that were sent when the job had another worker. */
  get staleSent(): number {
    return this.#staleSent;
  }

  /** Of these, the ones that were answered with success. */
  get staleAccepted(): number {
    return this.#staleAccepted;
  }

  /** Resolves when so many operations were acknowledged. */
  async acknowledge(operations: number): Promise<void> {
    while (this.operations < operations) await this.nextAnswer();
  }

  /** Starts an instance and completes its task. */
  async runInstance(businessKey: string): Promise<void> {
    const started = await this.#start(businessKey);
    const { started: known, doubled, completed } = this.acknowledged;
    const before = known.get(businessKey);
    if (before !== undefined && before !== started.instance_id) doubled.push(businessKey);
    known.set(businessKey, started.instance_id);
    const { tasks } = dataOf<TaskList>(await this.ask('GET', `/tasks?instance_id=${started.instance_id}`));
    const [task] = tasks;
    if (task === undefined)
      throw new Error(`Expected the acknowledged instance ${businessKey} to have a task`);
    dataOf(await this.ask('POST', `/tasks/${task.id}/complete`, {}, `complete-${businessKey}`));
    completed.add(businessKey);
  }

  /** Asks once more for both and compares: an answer that was given stays as it is. */
  async repeatStart(businessKey: string): Promise<void> {
    const again = await this.#start(businessKey);
    if (again.instance_id !== this.acknowledged.started.get(businessKey)) {
      this.acknowledged.doubled.push(businessKey);
    }
  }

  async #start(businessKey: string): Promise<StartedInstance> {
    const body = { business_key: businessKey, variables: { order: businessKey } };
    return dataOf(await this.ask('POST', '/processes/crash/instances', body, `start-${businessKey}`));
  }

  /** Works jobs off until told to stop. */
  async work(stopped: () => boolean, work: Work = async () => true): Promise<void> {
    while (!stopped()) {
      const wanted = { type: 'ship', worker: 'w', max_jobs: 20, lock_duration_ms: leaseMs, wait_ms: 200 };
      const { jobs } = dataOf<ActivatedJobs>(await this.ask('POST', '/jobs/activate', wanted));
      for (const { job_id: id, lock_token: token } of jobs)
        if (BigInt(token) > (this.#youngest.get(id) ?? -1n)) this.#youngest.set(id, BigInt(token));
      await Promise.all(jobs.map((job) => this.#finish(job, work)));
    }
  }

  async #finish(job: Job, work: Work): Promise<void> {
    const { job_id: id, lock_token: token } = job;
    const done = await work(job);
    const stale = (this.#youngest.get(id) ?? -1n) > BigInt(token);
    if (stale) this.#staleSent += 1;
    const key = `job-${id}-${token}`;
    const { status, text } = done
      ? await this.ask(
          'POST',
          `/jobs/${id}/complete`,
          { lock_token: token, variables: { shipped: true } },
          key,
        )
      : await this.ask('POST', `/jobs/${id}/fail`, failure(token), key);
    if (status === 200 && stale) this.#staleAccepted += 1;
    if (status === 200 && done) this.acknowledged.jobs.add(id);
    // The lease ran out while the server was away, and the job went to another worker.
    else if (status !== 200 && status !== 404 && status !== 409)
      throw new Error(`Expected a job to complete: ${text}`);
  }
}

const failure = (token: string) => ({
  lock_token: token,
  message: 'no effect',
  retries: 100,
  retry_after_ms: 0,
});

/** Waits until every instance has come to its end. */
export async function noneRunning(url: string, timeoutMs: number): Promise<void> {
  const api = connectApi(url, null);
  const active = async () => {
    const answer = await api.get('/processes/crash');
    // Whoever is away now may be back in a moment.
    if (answer.status !== 200) return null;
    return dataOf<{ readonly instances: { readonly active: number } }>(answer).instances.active;
  };
  await eventually(active, (count) => count === 0, timeoutMs);
}
