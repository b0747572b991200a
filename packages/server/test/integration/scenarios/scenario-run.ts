import type {
  ActivatedJobs,
  InstanceDetail,
  ProcessVersionList,
  SubscriptionList,
  TaskList,
} from '@wbpm/contract';
import { type Answer, type Api, dataOf } from '../../../src/testing/api.ts';
import { differences } from './expectations.ts';
import { observe } from './observe.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';

/** One scenario of another engine, done through the API; a tenant of its own keeps it apart from the others. */
export class ScenarioRun {
  readonly #api: Api;
  readonly #scenario: Scenario;
  readonly #read: (path: string) => string;

  constructor(api: Api, scenario: Scenario, read: (path: string) => string) {
    this.#api = api;
    this.#scenario = scenario;
    this.#read = read;
  }

  /** What is seen otherwise than the scenario states; nothing when it holds. */
  async faults(): Promise<string[]> {
    await this.#deploy();
    const { steps, expect } = this.#scenario;
    for (let done = 0; done <= steps.length; done += 1) {
      for (const expected of expect.filter(({ afterStep }) => afterStep === done)) {
        const found = differences(await observe(this.#api), expected);
        if (found.length > 0) return found.map((fault) => `after step ${done}: ${fault}`);
      }
      const step = steps[done];
      if (step === undefined) continue;
      const fault = await this.#attempt(step);
      if (fault !== null) return [`step ${done + 1} (${step.do}): ${fault}`];
    }
    return [];
  }

  /** Timers that go on for ever would fire in the scenarios that follow. */
  async cancelEverything(): Promise<void> {
    for (const { instance_id } of (await observe(this.#api)).instances) {
      await this.#api.post(`/instances/${instance_id}/cancel`, {});
    }
  }

  async #deploy(): Promise<void> {
    for (const path of this.#scenario.deploy) {
      dataOf(await this.#deployFile(path.includes('.dmn') ? '/decisions' : '/processes', this.#read(path)));
    }
    for (const raw of Object.values(this.#scenario.inlineBpmn ?? {})) {
      dataOf(await this.#deployFile('/processes', raw));
    }
  }

  #deployFile(target: string, raw: string): Promise<Answer> {
    return this.#api.call('POST', target, { raw, contentType: 'application/xml' });
  }

  async #attempt(step: ScenarioStep): Promise<string | null> {
    const answers = await this.#perform(step);
    const refused = answers.find(({ status }) => status >= 400);
    if (step.expectError === true)
      return refused === undefined && answers.length > 0 ? 'it was not refused' : null;
    if (answers.length === 0) return 'there was nothing to do it on';
    return refused === undefined ? null : refused.text;
  }

  async #perform(step: ScenarioStep): Promise<Answer[]> {
    const { variables = {} } = step;
    const api = this.#api;
    switch (step.do) {
      case 'start':
        return [await api.post(`/processes/${step.key}/instances`, { variables })];
      case 'completeTask':
        return this.#completeTasks(step);
      case 'message':
        return [await api.post('/messages', { name: step.name, variables })];
      case 'advanceTime':
        return [await api.post('/clock', { advance: step.iso8601 })];
      case 'runJobs':
        return [await api.post('/clock', { advance: 'PT0S' })];
      case 'fireTimer':
        return this.#fireTimer(step.activity ?? '');
      case 'setVariables':
        return this.#onFirst((id) =>
          api.call('PATCH', `/instances/${id}/variables`, { body: { variables } }),
        );
      case 'suspendInstance':
        return this.#onFirst((id) => api.post(`/instances/${id}/suspend`));
      case 'activateInstance':
        return this.#onFirst((id) => api.post(`/instances/${id}/resume`));
      case 'deleteInstance':
        return this.#onFirst((id) => api.post(`/instances/${id}/cancel`, {}));
      case 'externalTask':
        return this.#externalTask(step);
      case 'setExternalTaskRetries':
        return this.#setRetries(step.retries ?? 0);
      case 'deploy':
        return Promise.all(
          Object.values(step.inlineBpmn ?? {}).map((raw) => this.#deployFile('/processes', raw)),
        );
      case 'migrate':
        return this.#migrate(step);
      default:
        throw new Error(`Expected a step this test knows, but found ${step.do}`);
    }
  }

  async #completeTasks({ taskKey, count = 1, variables = {} }: ScenarioStep): Promise<Answer[]> {
    const { tasks } = dataOf<TaskList>(await this.#api.get(`/tasks?element_id=${taskKey}&limit=200`));
    const oldest = tasks.toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1)).slice(0, count);
    const answers: Answer[] = [];
    for (const { id } of oldest) answers.push(await this.#api.post(`/tasks/${id}/complete`, { variables }));
    return answers.length < count ? [] : answers;
  }

  async #fireTimer(elementId: string): Promise<Answer[]> {
    for (const { instance_id } of (await observe(this.#api)).instances) {
      const open = dataOf<SubscriptionList>(await this.#api.get(`/instances/${instance_id}/subscriptions`));
      const timer = open.subscriptions.find(
        ({ type, element_id }) => type === 'timer' && element_id === elementId,
      );
      if (timer?.due_at != null) return [await this.#api.post('/clock', { now: timer.due_at })];
    }
    return [];
  }

  /** A file that is the same as before is no version of its own: the newest one stands for it. */
  async #migrate({ key, toVersion, map = [] }: ScenarioStep): Promise<Answer[]> {
    const { versions } = dataOf<ProcessVersionList>(await this.#api.get(`/processes/${key}/versions`));
    const newest = versions.toSorted((a, b) => b.version - a.version).at(0);
    const meant = versions.find(({ version }) => version === toVersion) ?? newest;
    const mapping = Object.fromEntries(map.map(({ from, to }) => [from, to]));
    return this.#onFirst((id) =>
      this.#api.post(`/instances/${id}/migrate`, { target: meant?.definition_id, mapping }),
    );
  }

  async #onFirst(call: (instanceId: string) => Promise<Answer>): Promise<Answer[]> {
    const first = (await observe(this.#api)).instances.at(0);
    return first === undefined ? [] : [await call(first.instance_id)];
  }

  async #externalTask(step: ScenarioStep): Promise<Answer[]> {
    const activation = { type: step.topic, worker: 'w', max_jobs: 1, lock_duration_ms: 60_000 };
    const { jobs } = dataOf<ActivatedJobs>(await this.#api.post('/jobs/activate', activation));
    const [job] = jobs;
    if (job === undefined) return [];
    const { variables = {}, retries, retryTimeoutMs, errorCode, errorMessage } = step;
    const path = `/jobs/${job.job_id}`;
    const lock = { lock_token: job.lock_token };
    switch (step.action) {
      case 'complete':
        return [await this.#api.post(`${path}/complete`, { ...lock, variables })];
      case 'failure':
        return [
          await this.#api.post(`${path}/fail`, {
            ...lock,
            message: errorMessage,
            retries,
            retry_after_ms: retryTimeoutMs,
          }),
        ];
      default:
        return [await this.#api.post(`${path}/error`, { ...lock, error_code: errorCode })];
    }
  }

  /** To none: a worker gives up. To some: an operator tries again. */
  async #setRetries(retries: number): Promise<Answer[]> {
    const { instances } = await observe(this.#api);
    if (retries > 0) {
      const open = instances.flatMap(({ incidents }) => incidents);
      return Promise.all(
        open.map(({ incident_id }) => this.#api.post(`/incidents/${incident_id}/resolve`, { retries })),
      );
    }
    const topics = instances.flatMap((detail: InstanceDetail) =>
      detail.active_elements.filter(({ type }) => type === 'serviceTask').map(() => 'externalTaskTopic'),
    );
    return Promise.all(
      topics.map(async (topic) => {
        const [answer] = await this.#externalTask({
          do: 'externalTask',
          topic,
          action: 'failure',
          errorMessage: 'x',
          retries,
        });
        if (answer === undefined) throw new Error(`Expected a job of ${topic}, but found none`);
        return answer;
      }),
    );
  }
}
