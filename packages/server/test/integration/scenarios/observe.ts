import type {
  ActivityList,
  InstanceDetail,
  InstanceList,
  Subscription,
  SubscriptionList,
  TaskList,
} from '@wbpm/contract';
import type { Json } from '@wbpm/engine';
import { type Api, dataOf } from '../../../src/testing/api.ts';

/** Everything of one tenant that a scenario may speak of. */
export interface Observed {
  /** In the order in which they came into being. */
  readonly instances: readonly InstanceDetail[];
  readonly tasks: readonly string[];
  readonly subscriptions: readonly Subscription[];
  /** Local variables by element. */
  readonly local: ReadonlyMap<string, Readonly<Record<string, Json>>>;
}

export async function observe(api: Api): Promise<Observed> {
  const { instances: listed } = dataOf<InstanceList>(await api.get('/instances?limit=200'));
  const instances = await Promise.all(
    listed.map(async ({ instance_id }) => dataOf<InstanceDetail>(await api.get(`/instances/${instance_id}`))),
  );
  instances.sort((a, b) => (a.instance_id < b.instance_id ? -1 : 1));
  const { tasks } = dataOf<TaskList>(await api.get('/tasks?limit=200'));
  const subscriptions: Subscription[] = [];
  const local = new Map<string, Readonly<Record<string, Json>>>();
  for (const { instance_id, status } of instances) {
    if (status !== 'active' && status !== 'suspended') continue;
    subscriptions.push(
      ...dataOf<SubscriptionList>(await api.get(`/instances/${instance_id}/subscriptions`)).subscriptions,
    );
    const { activities } = dataOf<ActivityList>(
      await api.get(`/instances/${instance_id}/activities?limit=200`),
    );
    for (const activity of activities.filter((item) => item.status === 'active')) {
      const path = `/instances/${instance_id}/activities/${activity.element_instance_id}/variables`;
      local.set(
        activity.element_id,
        dataOf<{ readonly variables: Readonly<Record<string, Json>> }>(await api.get(path)).variables,
      );
    }
  }
  return { instances, tasks: tasks.map(({ element_id }) => element_id), subscriptions, local };
}
