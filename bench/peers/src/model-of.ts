import type { ProcessModel } from '@wbpm/engine';
import { compileBpmn } from '@wbpm/notation';
import type { Scenario } from './peer.ts';
import { processXml } from './processes.ts';

/** The process of a scenario, compiled as a deployment would. */
export async function modelOf(scenario: Scenario): Promise<ProcessModel> {
  const compilation = await compileBpmn(processXml[scenario]);
  if (compilation.kind === 'refused') throw new Error(JSON.stringify(compilation.findings));
  const [model] = compilation.processes;
  if (model === undefined) throw new Error('Expected a process, but found none');
  return model;
}
