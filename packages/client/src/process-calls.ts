import type {
  DeletedProcess,
  Deployment,
  DeployRequest,
  ExportFormat,
  InstanceDetail,
  InstanceList,
  InstanceQuery,
  PageRequest,
  ParsedDefinition,
  ParseRequest,
  ProcessDetail,
  ProcessList,
  ProcessVersionList,
  SuspendedProcess,
  SuspendProcess,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import { type CallOptions, type ChangeOptions, type Sender, seen } from './send.ts';

/** Calls about process definitions. An `id` is a process id (latest version) or a definition id. */
export interface ProcessCalls {
  /** With a revision only if that is still the newest version of the process. */
  deploy(definition: DeployRequest, options?: ChangeOptions): Promise<Deployment>;
  /** Deploys BPMN 2.0 XML as it is. */
  deployXml(xml: string, options?: ChangeOptions): Promise<Deployment>;
  list(page?: PageRequest, options?: CallOptions): Promise<ProcessList>;
  get(id: string, options?: CallOptions): Promise<ProcessDetail>;
  versions(id: string, page?: PageRequest, options?: CallOptions): Promise<ProcessVersionList>;
  xml(id: string, options?: CallOptions): Promise<string>;
  /** The process as text in that form. */
  export(id: string, format: ExportFormat, options?: CallOptions): Promise<string>;
  instances(id: string, query?: Partial<InstanceQuery>, options?: CallOptions): Promise<InstanceList>;
  /** An instance, if it is one of this process. */
  instance(id: string, instanceId: string, options?: CallOptions): Promise<InstanceDetail>;
  remove(id: string, how?: { readonly cascade: boolean }, options?: CallOptions): Promise<DeletedProcess>;
  /** Starts nothing any more, until it is resumed. */
  suspend(id: string, request?: SuspendProcess, options?: CallOptions): Promise<SuspendedProcess>;
  resume(id: string, request?: SuspendProcess, options?: CallOptions): Promise<SuspendedProcess>;
  /** Reads a definition without storing it. */
  parse(request: ParseRequest, options?: CallOptions): Promise<ParsedDefinition>;
}

export function processCalls(sender: Sender): ProcessCalls {
  return {
    deploy: (definition, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/processes`,
        body: { type: 'json', value: definition },
        ...seen(options),
      }),
    deployXml: (xml, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/processes`,
        body: { type: 'xml', text: xml },
        ...seen(options),
      }),
    list: (page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/processes`, query: page, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/processes/${id}`, options }),
    versions: (id, page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/processes/${id}/versions`, query: page, options }),
    export: async (id, format, options) => {
      const path = apiPath`/processes/${id}/export`;
      const response = await sender.raw({ method: 'GET', path, query: { format }, options });
      return response.text();
    },
    xml: async (id, options) => {
      const response = await sender.raw({ method: 'GET', path: apiPath`/processes/${id}/xml`, options });
      return response.text();
    },
    instances: (id, query = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/processes/${id}/instances`, query, options }),
    instance: (id, instanceId, options) =>
      sender.data({ method: 'GET', path: apiPath`/processes/${id}/instances/${instanceId}`, options }),
    remove: (id, how = { cascade: false }, options) =>
      sender.data({ method: 'DELETE', path: apiPath`/processes/${id}`, query: how, options }),
    suspend: (id, request = {}, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/processes/${id}/suspend`,
        body: { type: 'json', value: request },
        options,
      }),
    resume: (id, request = {}, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/processes/${id}/resume`,
        body: { type: 'json', value: request },
        options,
      }),
    parse: (request, options) =>
      sender.data({ method: 'POST', path: apiPath`/parse`, body: { type: 'json', value: request }, options }),
  };
}
