import type { FlowNode } from '../../model/flow-node.ts';
import type { SequenceFlow } from '../../model/process.ts';
import { exclusive, flow } from '../model.ts';

/** A block in the process: where its token comes in, and the nodes it leaves from. */
export interface Part {
  readonly entry: string;
  readonly exits: readonly string[];
}

/** A process being put together; its nodes are named after their kind and a number. */
export class Draft {
  readonly nodes = new Map<string, FlowNode>();
  readonly flows: SequenceFlow[] = [];
  /** What calls in it begin the names of other processes with. */
  readonly calls: string;

  constructor(calls: string) {
    this.calls = calls;
  }

  add(scopeId: string | null, name: string, create: (id: string) => FlowNode): string {
    const id = `${name}${this.nodes.size + 1}`;
    this.nodes.set(id, { ...create(id), scopeId });
    return id;
  }

  leaf(scopeId: string | null, name: string, create: (id: string) => FlowNode): Part {
    const id = this.add(scopeId, name, create);
    return { entry: id, exits: [id] };
  }

  change(id: string, change: (node: FlowNode) => FlowNode): void {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`Expected node '${id}'`);
    this.nodes.set(id, change(node));
  }

  connect(exits: readonly string[], targetId: string): void {
    for (const sourceId of exits) this.flows.push(flow(sourceId, targetId));
  }

  /** To a gateway that joins a token of each flow: what comes over several flows is merged before. */
  join(exits: readonly string[], joinId: string, scopeId: string | null): void {
    this.connect(this.merged(exits, scopeId), joinId);
  }

  merged(exits: readonly string[], scopeId: string | null): readonly string[] {
    if (exits.length === 1) return exits;
    const merge = this.add(scopeId, 'merge', exclusive);
    this.connect(exits, merge);
    return [merge];
  }

  when(sourceId: string, targetId: string, condition: string): void {
    this.flows.push(flow(sourceId, targetId, condition));
  }

  byDefault(sourceId: string, targetId: string): void {
    const taken = flow(sourceId, targetId);
    this.flows.push(taken);
    this.change(sourceId, (source) => {
      if (!('defaultFlowId' in source)) throw new Error(`Expected '${sourceId}' to have a default flow`);
      return { ...source, defaultFlowId: taken.id };
    });
  }
}
