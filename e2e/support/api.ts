/** The few calls the specs need to bring a server into a state. */
export interface Api {
  start(processId: string, variables: Record<string, unknown>, businessKey?: string): Promise<string>;
  deploy(xml: string): Promise<void>;
  /** The task of an instance at an element, as soon as it exists. */
  task(instanceId: string, elementId: string): Promise<string>;
  complete(taskId: string, variables: Record<string, unknown>): Promise<void>;
}

interface Envelope<Data> {
  readonly data: Data;
}

export function apiOf(origin: string): Api {
  async function call<Data>(path: string, init?: RequestInit): Promise<Data> {
    const answer = await fetch(`${origin}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    const body: Envelope<Data> = await answer.json();
    return body.data;
  }
  const post = <Data>(path: string, body: unknown) =>
    call<Data>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    async start(processId, variables, businessKey) {
      const request = businessKey === undefined ? { variables } : { variables, business_key: businessKey };
      const started = await post<{ instance_id: string }>(`/processes/${processId}/instances`, request);
      return started.instance_id;
    },
    async deploy(xml) {
      await call('/processes', { method: 'POST', headers: { 'content-type': 'application/xml' }, body: xml });
    },
    async task(instanceId, elementId) {
      for (let tries = 0; tries < 50; tries += 1) {
        const { tasks } = await call<{ tasks: { task_id: string; element_id: string }[] }>(
          `/tasks?instance_id=${instanceId}`,
        );
        const found = tasks.find((task) => task.element_id === elementId);
        if (found !== undefined) return found.task_id;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`Instance ${instanceId} has no task at ${elementId}`);
    },
    async complete(taskId, variables) {
      await post(`/tasks/${taskId}/complete`, { variables });
    },
  };
}
