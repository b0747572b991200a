import type { Deployment, InstanceDetail, StartedInstance } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { type Answer, type Api, dataOf } from '../../../src/testing/api.ts';
import { eventually } from '../../../src/testing/eventually.ts';
import type { HostileDocument } from './documents.ts';

/** A definition, and what an instance of it is started with. */
export interface Attack {
  readonly xml: string;
  readonly dmn?: string;
  readonly variables?: JsonObject;
}

/** Deploys and starts hostile models, and says in one line how each was stopped. */
export class Attacker {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async run(attack: Attack): Promise<{ readonly outcome: string; readonly tookMs: number }> {
    const begin = performance.now();
    const outcome = await this.#outcomeOf(attack);
    return { outcome, tookMs: performance.now() - begin };
  }

  /** Sends a document as it is: its status and what is said about it. */
  async send({
    path,
    raw,
    contentType,
  }: Omit<HostileDocument, 'expected'>): Promise<{ outcome: string; tookMs: number }> {
    const begin = performance.now();
    const answer = await this.#api.call('POST', path, { raw, contentType });
    return { outcome: `${answer.status} ${saidIn(answer)}`, tookMs: performance.now() - begin };
  }

  /** How long somebody else then waits for an answer that needs the store. */
  async aliveAfterMs(): Promise<number> {
    const begin = performance.now();
    dataOf(await this.#api.get('/tasks?limit=1'));
    return performance.now() - begin;
  }

  async #outcomeOf({ xml, dmn, variables }: Attack): Promise<string> {
    if (dmn !== undefined) {
      const decided = await this.#deploy('/decisions', dmn);
      if (decided.status !== 200) return refusal(decided);
    }
    const deployed = await this.#deploy('/processes', xml);
    if (deployed.status !== 200) return refusal(deployed);
    const processId = dataOf<Deployment>(deployed).process_id;
    const started = await this.#api.post(`/processes/${encodeURIComponent(processId)}/instances`, {
      variables: variables ?? {},
    });
    if (started.status !== 200) return refusal(started);
    return this.#ending(dataOf<StartedInstance>(started).instance_id);
  }

  #deploy(path: string, raw: string): Promise<Answer> {
    return this.#api.call('POST', path, { raw, contentType: 'application/xml' });
  }

  async #ending(id: string): Promise<string> {
    const { status, incidents, variables } = await eventually(
      async () => dataOf<InstanceDetail>(await this.#api.get(`/instances/${id}`)),
      (instance) => instance.status !== 'active' || instance.incidents.length > 0 || settled(instance),
    );
    const [incident] = incidents;
    if (incident !== undefined) return `incident ${incident.code}: ${incident.message}`;
    return `${status} ${JSON.stringify(variables)}`;
  }
}

/** Somebody is asked: nothing more happens by itself. */
function settled({ active_elements: elements }: InstanceDetail): boolean {
  return elements.some(({ type }) => type === 'userTask' || type === 'intermediateCatchEvent');
}

/** The findings of a refused definition, else the message of a rejection. */
function refusal(answer: Answer): string {
  return `refused ${answer.status}: ${saidIn(answer)}`;
}

function saidIn({ body, text }: Answer): string {
  const problem = body as
    | { readonly message?: string; readonly errors?: readonly { readonly message: string }[] | null }
    | undefined;
  const found = problem?.errors?.map(({ message }) => message).join(' | ');
  return [problem?.message ?? text.slice(0, 500), found ?? ''].join(' ');
}
