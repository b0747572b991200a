import type { ProcessGraph } from '../../model/process-graph.ts';
import type { Turn } from '../turn.ts';
import type { MigrationRequest } from './migration.ts';
import { isNamed, renamed } from './renaming.ts';

/** What each flow the instance knows of is called in the target. `turn` is on the definition it comes from. */
export function flowLikes({ graph, state }: Turn, request: MigrationRequest): Record<string, string> {
  const known = new Set<string>();
  for (const { flowId, wait } of state.elements.values()) {
    if (flowId !== null) known.add(flowId);
    if (wait?.kind === 'join') for (const id of wait.consumed ?? []) known.add(id);
  }
  return Object.fromEntries([...known].sort().map((id) => [id, likeOfFlow(graph, request, id)]));
}

/** The flow of its name; where there is none, the one that connects the likes of what it connected. */
export function likeOfFlow(graph: ProcessGraph, { target, mapping }: MigrationRequest, id: string): string {
  const flow = graph.flows.get(id);
  if (flow === undefined || isNamed(mapping, id)) return renamed(mapping, id);
  const to = renamed(mapping, flow.targetId);
  if (target.flows.get(id)?.targetId === to) return id;
  const from = renamed(mapping, flow.sourceId);
  const [like, ...others] = (target.incoming.get(to) ?? []).filter(({ sourceId }) => sourceId === from);
  return like !== undefined && others.length === 0 ? like.id : id;
}
