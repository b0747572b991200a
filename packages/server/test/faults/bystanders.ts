import { randomUUID } from 'node:crypto';
import type { StartedInstance, TaskList } from '@wbpm/contract';
import { dataOf } from '../../src/testing/api.ts';
import type { SpawnedServer } from '../../src/testing/spawned-server.ts';
import { PersistentApi } from './persistent-api.ts';

export interface Bystanding {
  /** How long each request took until it was answered, repetitions included. */
  readonly waitsMs: readonly number[];
  /** Answers that sent somebody away for now. */
  readonly refused: number;
  /** Answers that tell of a failure of the server otherwise. */
  readonly misbehaved: readonly string[];
}

const pauseMs = 20;

/**
 * Somebody at each node who starts small instances and completes their tasks, one request after the other,
 * until `enough` says so.
 */
export async function bystanders(
  nodes: readonly SpawnedServer[],
  enough: (passedMs: number) => boolean,
): Promise<Bystanding> {
  const began = performance.now();
  const waitsMs: number[] = [];
  async function stand(node: SpawnedServer): Promise<PersistentApi> {
    const api = new PersistentApi([node.url], () => 0);
    async function ask<Data>(method: string, path: string, body?: object): Promise<Data> {
      const asked = performance.now();
      const answer = await api.ask(method, path, body, body === undefined ? undefined : randomUUID());
      waitsMs.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      return dataOf<Data>(answer);
    }
    while (!enough(performance.now() - began)) {
      const { instance_id: id } = await ask<StartedInstance>('POST', '/processes/one-task/instances', {});
      const { tasks } = await ask<TaskList>('GET', `/tasks?instance_id=${id}`);
      const [task] = tasks;
      if (task === undefined) throw new Error(`Expected instance ${id} to have a task`);
      await ask('POST', `/tasks/${task.id}/complete`, {});
    }
    return api;
  }
  const standing = await Promise.all(nodes.map(stand));
  return {
    waitsMs,
    refused: standing.reduce((sum, { refused }) => sum + refused, 0),
    misbehaved: standing.flatMap(({ misbehaved }) => misbehaved),
  };
}
