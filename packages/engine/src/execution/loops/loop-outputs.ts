import type { ActivityNode } from '../../model/flow-node.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Loop } from '../../model/loop.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { progressOf } from './progress.ts';

export type LoopingActivity = ActivityNode & { readonly loop: Loop };

/** What the body brings out of a loop: the output collection. Output mappings belong to the instances. */
export function loopOutputs(turn: Turn, node: LoopingActivity, body: ElementInstance): JsonObject {
  const { loop } = node;
  if (loop.kind === 'standard' || loop.outputCollection === null) return {};
  const { total, outputs } = progressOf(turn, body.id);
  return { [loop.outputCollection]: outputList(total ?? 0, outputs) };
}

/** In the order of the items; null where an instance gave nothing. */
export function outputList(total: number, outputs: ReadonlyMap<number, Json>): Json[] {
  return Array.from({ length: total }, (_, index) => outputs.get(index) ?? null);
}
