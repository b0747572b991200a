import type {
  DecisionDeployment,
  DecisionList,
  DecisionResult,
  DecisionVersion,
  DecisionVersionList,
  DeployDecisions,
  EvaluateDecision,
  PageRequest,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls about decisions. An `id` is a decision id (latest version) or a definition id. */
export interface DecisionCalls {
  deploy(file: DeployDecisions, options?: CallOptions): Promise<DecisionDeployment>;
  /** Deploys DMN XML as it is. */
  deployXml(xml: string, options?: CallOptions): Promise<DecisionDeployment>;
  list(page?: PageRequest, options?: CallOptions): Promise<DecisionList>;
  get(id: string, options?: CallOptions): Promise<DecisionVersion>;
  versions(id: string, options?: CallOptions): Promise<DecisionVersionList>;
  xml(id: string, options?: CallOptions): Promise<string>;
  evaluate(id: string, request?: EvaluateDecision, options?: CallOptions): Promise<DecisionResult>;
}

export function decisionCalls(sender: Sender): DecisionCalls {
  return {
    deploy: (file, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/decisions`,
        body: { type: 'json', value: file },
        options,
      }),
    deployXml: (xml, options) =>
      sender.data({ method: 'POST', path: apiPath`/decisions`, body: { type: 'xml', text: xml }, options }),
    list: (page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/decisions`, query: page, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/decisions/${id}`, options }),
    versions: (id, options) =>
      sender.data({ method: 'GET', path: apiPath`/decisions/${id}/versions`, options }),
    xml: async (id, options) => {
      const response = await sender.raw({ method: 'GET', path: apiPath`/decisions/${id}/xml`, options });
      return response.text();
    },
    evaluate: (id, request = {}, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/decisions/${id}/evaluate`,
        body: { type: 'json', value: request },
        options,
      }),
  };
}
