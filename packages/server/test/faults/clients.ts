import type { ActivatedJobs, Job, StartedInstance, TaskList } from '@wbpm/contract';
import { type Answer, connectApi, dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';

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

/** Clients that never give up: who gets no answer, or 503, asks again with the same key. */
export class PersistentClients {
  readonly acknowledged: Acknowledged = {
    started: new Map(),
    completed: new Set(),
    jobs: new Set(),
    doubled: [],
  };
  readonly #url: string;
  #onAnswer: (() => void)[] = [];
  readonly #misbehaved: string[] = [];
  #refused = 0;
  #longestWaitMs = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Requests that were turned away for now, and asked to come back. */
  get refused(): number {
    return this.#refused;
  }

  /** That any single request waited for its answer, refusals included. */
  get longestWaitMs(): number {
    return this.#longestWaitMs;
  }

  /** Answers that tell of a failure of the server otherwise. */
  get misbehaved(): readonly string[] {
    return this.#misbehaved;
  }

  get operations(): number {
    const { started, completed, jobs } = this.acknowledged;
    return started.size + completed.size + jobs.size;
  }

  /** Resolves with the next answer of the server. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.#onAnswer.push(resolve));
  }

  /** Starts an instance and completes its task. */
  async runInstance(businessKey: string): Promise<void> {
    const body = { business_key: businessKey, variables: { order: businessKey } };
    const started = dataOf<StartedInstance>(
      await this.#ask('POST', '/processes/crash/instances', body, `start-${businessKey}`),
    );
    const { started: known, doubled, completed } = this.acknowledged;
    const before = known.get(businessKey);
    if (before !== undefined && before !== started.instance_id) doubled.push(businessKey);
    known.set(businessKey, started.instance_id);
    const { tasks } = dataOf<TaskList>(await this.#ask('GET', `/tasks?instance_id=${started.instance_id}`));
    const [task] = tasks;
    if (task === undefined)
      throw new Error(`Expected the acknowledged instance ${businessKey} to have a task`);
    const answer = await this.#ask('POST', `/tasks/${task.id}/complete`, {}, `complete-${businessKey}`);
    dataOf(answer);
    completed.add(businessKey);
  }

  /** Asks once more for both and compares: an answer that was given stays as it is. */
  async repeatStart(businessKey: string): Promise<void> {
    const body = { business_key: businessKey, variables: { order: businessKey } };
    const again = dataOf<StartedInstance>(
      await this.#ask('POST', '/processes/crash/instances', body, `start-${businessKey}`),
    );
    if (again.instance_id !== this.acknowledged.started.get(businessKey)) {
      this.acknowledged.doubled.push(businessKey);
    }
  }

  /** Works jobs off until told to stop. */
  async work(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const wanted = { type: 'ship', worker: 'w', max_jobs: 20, lock_duration_ms: 2000, wait_ms: 200 };
      const { jobs } = dataOf<ActivatedJobs>(await this.#ask('POST', '/jobs/activate', wanted));
      await Promise.all(jobs.map((job) => this.#complete(job)));
    }
  }

  async #complete({ job_id: id, lock_token: token }: Job): Promise<void> {
    const body = { lock_token: token, variables: { shipped: true } };
    const { status, text } = await this.#ask('POST', `/jobs/${id}/complete`, body, `job-${id}-${token}`);
    if (status === 200) this.acknowledged.jobs.add(id);
    // The lease ran out while the server was away, and the job went to another worker.
    else if (status !== 404 && status !== 409) throw new Error(`Expected a job to complete: ${text}`);
  }

  async #ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const api = connectApi(this.#url, null);
    for (;;) {
      const asked = performance.now();
      try {
        const answer = await api.call(method, path, {
          ...(body === undefined ? {} : { body }),
          ...(key === undefined ? {} : { key }),
        });
        this.#longestWaitMs = Math.max(this.#longestWaitMs, performance.now() - asked);
        if (answer.status < 500) {
          for (const resolve of this.#onAnswer.splice(0)) resolve();
          return answer;
        }
        const forNow = answer.status === 503 || answer.status === 507;
        if (!forNow || answer.headers.get('retry-after') === null)
          this.#misbehaved.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
        else this.#refused += 1;
      } catch (error) {
        // The server is gone, or it went with our request: what became of it is unknown.
        if (!(error instanceof TypeError)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

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
