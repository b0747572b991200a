import type { ProcessModel } from '@wbpm/engine';
import { type Compilation, compileJson } from '../compile-definition.ts';

const start = { id: 's', type: 'startEvent', name: 'Start' };
const end = { id: 'e', type: 'endEvent', name: 'End' };

/** A definition with one activity `x` between start and end. */
export function around(activity: Readonly<Record<string, unknown>>): unknown {
  return {
    name: 'Leave Request',
    activities: [start, { id: 'x', ...activity }, end],
    flows: [
      { from: 's', to: 'x' },
      { from: 'x', to: 'e' },
    ],
  };
}

/** `pointer message` of each finding. */
export async function complaintsOf(value: unknown): Promise<readonly string[]> {
  return (await compileJson(value)).findings.map(({ pointer, message }) => `${pointer} ${message}`);
}

export async function modelOf(value: unknown): Promise<ProcessModel> {
  return compiledIn(await compileJson(value)).model;
}

export async function bpmnOf(value: unknown): Promise<string> {
  return compiledIn(await compileJson(value)).bpmnXml;
}

function compiledIn(compilation: Compilation): { readonly model: ProcessModel; readonly bpmnXml: string } {
  const [model] = compilation.kind === 'compiled' ? compilation.processes : [];
  if (compilation.kind === 'compiled' && model !== undefined) return { model, bpmnXml: compilation.bpmnXml };
  throw new Error(`Expected a definition that compiles, but found ${JSON.stringify(compilation.findings)}`);
}
