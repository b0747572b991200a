import type { ActivatedJobs, Job, StartedInstance, TaskList } from '@wbpm/contract';
import { type Answer, connectApi, dataOf } from '../../src/testing/api.ts';

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

  constructor(url: string) {
    this.#url = url;
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
      try {
        const answer = await api.call(method, path, {
          ...(body === undefined ? {} : { body }),
          ...(key === undefined ? {} : { key }),
        });
        for (const resolve of this.#onAnswer.splice(0)) resolve();
        if (answer.status !== 503) return answer;
      } catch (error) {
        // The server is gone, or it went with our request: what became of it is unknown.
        if (!(error instanceof TypeError)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
