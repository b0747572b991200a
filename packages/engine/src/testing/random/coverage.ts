import type { Event } from '../../execution/event.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { kindsOf } from './element-kinds.ts';
import type { World } from './world.ts';

/** Which kinds of elements random processes had, how often each completed, and which events and commands there were. */
export class Coverage {
  readonly drawn = new Set<string>();
  readonly executed = new Map<string, number>();
  readonly events = new Set<Event['type']>();
  readonly commands = new Set<string>();

  draw(graphs: Iterable<ProcessGraph>): void {
    for (const { nodes } of graphs)
      for (const node of nodes.values()) for (const kind of kindsOf(node)) this.drawn.add(kind);
  }

  add(world: World, graphs: ReadonlyMap<string, ProcessGraph>): void {
    for (const command of world.accepted) this.commands.add(command);
    for (const event of world.events) this.events.add(event.type);
    const ids = new Map<string, number>();
    for (const event of world.events) {
      if (event.type === 'elementCompleted') ids.set(event.elementId, (ids.get(event.elementId) ?? 0) + 1);
    }
    for (const { nodes } of graphs.values()) {
      for (const [id, times] of ids) {
        const node = nodes.get(id);
        if (node === undefined) continue;
        for (const kind of kindsOf(node)) this.executed.set(kind, (this.executed.get(kind) ?? 0) + times);
      }
    }
  }

  /** Kinds that were drawn and never completed. */
  get missed(): readonly string[] {
    return [...this.drawn].filter((kind) => !this.executed.has(kind)).sort();
  }
}
