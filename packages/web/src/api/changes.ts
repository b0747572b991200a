import { useMutation } from '@tanstack/react-query';
import type { DefinitionFormat, JsonObject } from '@wbpm/contract';
import { client } from './client.ts';
import { refreshShown } from './query-client.ts';

/** What a person can change. Nothing is shown as done before the server has said so. */

export function useDeploy() {
  return useMutation({
    mutationFn: (written: { readonly definition: string; readonly format: DefinitionFormat }) =>
      client.processes.deploy(written),
    onSuccess: refreshShown,
  });
}

interface StartOf {
  readonly processId: string;
  readonly variables: JsonObject;
  readonly businessKey: string;
}

export function useStartInstance() {
  return useMutation({
    mutationFn: ({ processId, variables, businessKey }: StartOf) =>
      client.instances.start(processId, {
        variables,
        ...(businessKey === '' ? {} : { business_key: businessKey }),
      }),
    onSuccess: refreshShown,
  });
}

export function useClaimTask() {
  return useMutation({ mutationFn: (taskId: string) => client.tasks.claim(taskId), onSettled: refreshShown });
}

export function useUnclaimTask() {
  return useMutation({
    mutationFn: (taskId: string) => client.tasks.unclaim(taskId),
    onSettled: refreshShown,
  });
}

interface CompletionOf {
  readonly taskId: string;
  readonly variables: JsonObject;
}

export function useCompleteTask() {
  return useMutation({
    mutationFn: ({ taskId, variables }: CompletionOf) => client.tasks.complete(taskId, { variables }),
    onSettled: refreshShown,
  });
}

export function useCancelInstance() {
  return useMutation({ mutationFn: (id: string) => client.instances.cancel(id), onSettled: refreshShown });
}

/** Resolved means: tried again. Whether that helped shows in the instance. */
export function useResolveIncident() {
  return useMutation({
    mutationFn: (incidentId: string) => client.incidents.resolve(incidentId, { retries: 1 }),
    onSettled: refreshShown,
  });
}
