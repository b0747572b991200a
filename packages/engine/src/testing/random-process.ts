import fc from 'fast-check';
import type { FlowNode } from '../model/flow-node.ts';
import type { ProcessModel, SequenceFlow } from '../model/process.ts';
import {
  end,
  exclusive,
  feel,
  feelScript,
  flow,
  javascript,
  literal,
  mapped,
  modelOf,
  parallel,
  serviceTask,
  start,
  subProcess,
  task,
  terminate,
  timer,
  userTask,
} from './model.ts';

/** Processes made of blocks with one way in; small to print and to shrink. */
export type Block =
  | { readonly kind: Leaf }
  | { readonly kind: 'service'; readonly retries: number }
  | { readonly kind: 'sequence' | 'parallel' | 'implicitFork'; readonly blocks: readonly Block[] }
  /** Branch i is taken when `v` is greater than its limit; `otherwise` gives a default branch. */
  | {
      readonly kind: 'exclusive' | 'inclusive';
      readonly limits: readonly number[];
      readonly blocks: readonly Block[];
      readonly otherwise: boolean;
    }
  | { readonly kind: 'loop'; readonly times: number; readonly body: Block }
  | { readonly kind: 'subProcess'; readonly body: Block; readonly own: boolean }
  /** Ends its whole scope when `v` is greater than the limit. */
  | { readonly kind: 'stop'; readonly limit: number };

const leaves = [
  'task',
  'user',
  'assigned',
  'counting',
  /** Fails while the variable `level` is no priority. */
  'picky',
  'script',
  /** Fails while the variable `mode` says so. */
  'javascript',
  'timer',
  /** Fails while the variable `pause` is no duration. */
  'fragileTimer',
] as const;
type Leaf = (typeof leaves)[number];

/** What random conditions and failing expressions depend on. */
export interface Switches {
  readonly v: number;
  readonly level: number;
  readonly mode: string;
  readonly pause: string | number;
  readonly [name: string]: string | number;
}

/** Values with which every condition holds and no expression fails. */
export const goodSwitches: Switches = { v: 10, level: 50, mode: 'ok', pause: 'PT1M' };

export const switches: fc.Arbitrary<Switches> = fc.record({
  v: fc.nat(9),
  level: fc.constantFrom(50, 500),
  mode: fc.constantFrom('ok', 'fail'),
  pause: fc.constantFrom('PT1M', 5),
});

const branches = (block: fc.Arbitrary<Block>) => fc.array(block, { minLength: 2, maxLength: 3 });

const { block, inner } = fc.letrec<{ block: Block; inner: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'max', withCrossShrink: true },
    { arbitrary: fc.record({ kind: fc.constantFrom(...leaves) }), weight: 1 },
    { arbitrary: tie('inner'), weight: 1 },
  ),
  inner: fc.oneof(
    {
      arbitrary: fc.record({ kind: fc.constant('service'), retries: fc.integer({ min: 1, max: 3 }) }),
      weight: 2,
    },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('sequence', 'sequence', 'parallel', 'implicitFork'),
        blocks: branches(tie('block')),
      }),
      weight: 6,
    },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('exclusive', 'exclusive', 'inclusive'),
        limits: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)),
        blocks: branches(tie('block')),
        otherwise: fc.boolean(),
      }),
      weight: 3,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('loop'),
        times: fc.integer({ min: 1, max: 3 }),
        body: tie('block'),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({ kind: fc.constant('subProcess'), body: tie('block'), own: fc.boolean() }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('stop'), limit: fc.integer({ min: 4, max: 9 }) }), weight: 1 },
  ),
}));

/** A few blocks in sequence, at least one of them with something inside. */
export const body: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('sequence'),
  blocks: fc.tuple(inner, block, block),
});

/** The block between a start and an end event. */
export function processAround(content: Block): ProcessModel {
  const builder = new Builder();
  builder.surround(content, null);
  return modelOf([...builder.nodes.values()], builder.flows);
}

interface Part {
  readonly entry: string;
  readonly exits: readonly string[];
}

/** Names its nodes after their kind and a number. */
class Builder {
  readonly nodes = new Map<string, FlowNode>();
  readonly flows: SequenceFlow[] = [];

  surround(body: Block, scopeId: string | null): void {
    const first = this.#node(scopeId, 'start', start);
    const inner = this.#part(body, scopeId);
    this.#connect([first], inner.entry);
    this.#connect(inner.exits, this.#node(scopeId, 'end', end));
  }

  #part(part: Block, scopeId: string | null): Part {
    switch (part.kind) {
      case 'sequence':
        return this.#sequence(part.blocks, scopeId);
      case 'parallel':
        return this.#fork(this.#node(scopeId, 'fork', parallel), part.blocks, scopeId);
      case 'implicitFork':
        return this.#fork(this.#node(scopeId, 'split', task), part.blocks, scopeId);
      case 'exclusive':
      case 'inclusive':
        return this.#choice(part, scopeId);
      case 'loop':
        return this.#loop(part.times, part.body, scopeId);
      case 'subProcess': {
        const id = this.#node(scopeId, 'sub', (name) =>
          part.own
            ? mapped(subProcess(name), { inputs: { n: 'n + 1' }, outputs: { total: 'n' } })
            : subProcess(name),
        );
        this.surround(part.body, id);
        return { entry: id, exits: [id] };
      }
      case 'stop': {
        const id = this.#node(scopeId, 'stopping', exclusive);
        this.flows.push(flow(id, this.#node(scopeId, 'stop', terminate), `v > ${part.limit}`));
        const on = this.#node(scopeId, 'on', task);
        this.#byDefault(id, on);
        return { entry: id, exits: [on] };
      }
      case 'service':
        return this.#leaf(scopeId, 'service', (id) => serviceTask(id, { retries: part.retries }));
      default:
        return this.#leaf(scopeId, part.kind, (id) => leafNode(part.kind, id));
    }
  }

  #sequence(blocks: readonly Block[], scopeId: string | null): Part {
    const parts = blocks.map((inner) => this.#part(inner, scopeId));
    for (const [index, part] of parts.slice(1).entries()) {
      this.#connect(parts[index]?.exits ?? [], part.entry);
    }
    return { entry: parts[0]?.entry ?? '', exits: parts.at(-1)?.exits ?? [] };
  }

  #fork(entry: string, blocks: readonly Block[], scopeId: string | null): Part {
    const join = this.#node(scopeId, 'join', parallel);
    for (const inner of blocks) {
      const part = this.#part(inner, scopeId);
      this.#connect([entry], part.entry);
      this.#connect(this.#merged(part.exits, scopeId), join);
    }
    return { entry, exits: [join] };
  }

  /** Inclusive: an activity whose conditional flows may all be taken; its tokens are never joined. */
  #choice(part: Extract<Block, { kind: 'exclusive' | 'inclusive' }>, scopeId: string | null): Part {
    const entry = this.#node(scopeId, part.kind, part.kind === 'exclusive' ? exclusive : task);
    const exits: string[] = [];
    for (const [index, inner] of part.blocks.entries()) {
      const target = this.#part(inner, scopeId);
      exits.push(...target.exits);
      const isLast = index === part.blocks.length - 1;
      if (isLast && part.otherwise) this.#byDefault(entry, target.entry);
      else this.flows.push(flow(entry, target.entry, `v > ${part.limits[index] ?? 0}`));
    }
    return { entry, exits };
  }

  #loop(times: number, body: Block, scopeId: string | null): Part {
    const counter = `c${this.nodes.size}`;
    const reset = this.#node(scopeId, 'reset', (id) => feelScript(id, '0', counter));
    const entry = this.#node(scopeId, 'entry', exclusive);
    const inner = this.#part(body, scopeId);
    const count = this.#node(scopeId, 'count', (id) => feelScript(id, `${counter} + 1`, counter));
    const again = this.#node(scopeId, 'again', exclusive);
    const done = this.#node(scopeId, 'done', task);
    this.#connect([reset], entry);
    this.#connect([entry], inner.entry);
    this.#connect(this.#merged(inner.exits, scopeId), count);
    this.#connect([count], again);
    this.flows.push(flow(again, entry, `${counter} < ${times}`));
    this.#byDefault(again, done);
    return { entry: reset, exits: [done] };
  }

  #leaf(scopeId: string | null, name: string, create: (id: string) => FlowNode): Part {
    const id = this.#node(scopeId, name, create);
    return { entry: id, exits: [id] };
  }

  #node(scopeId: string | null, name: string, create: (id: string) => FlowNode): string {
    const id = `${name}${this.nodes.size + 1}`;
    this.nodes.set(id, { ...create(id), scopeId });
    return id;
  }

  /** A parallel gateway counts flows, so what comes over several of them is merged before. */
  #merged(exits: readonly string[], scopeId: string | null): readonly string[] {
    if (exits.length === 1) return exits;
    const merge = this.#node(scopeId, 'merge', exclusive);
    this.#connect(exits, merge);
    return [merge];
  }

  #connect(exits: readonly string[], targetId: string): void {
    const target = this.nodes.get(targetId);
    const isGateway = target?.type === 'parallelGateway' && !targetId.startsWith('join');
    const sources = isGateway ? this.#merged(exits, target.scopeId) : exits;
    for (const sourceId of sources) this.flows.push(flow(sourceId, targetId));
  }

  #byDefault(sourceId: string, targetId: string): void {
    const source = this.nodes.get(sourceId);
    if (source === undefined || !('defaultFlowId' in source))
      throw new Error('Expected a node with a default');
    const taken = flow(sourceId, targetId);
    this.flows.push(taken);
    this.nodes.set(sourceId, { ...source, defaultFlowId: taken.id });
  }
}

function leafNode(kind: Leaf, id: string): FlowNode {
  switch (kind) {
    case 'task':
      return task(id);
    case 'user':
      return userTask(id);
    case 'assigned':
      return userTask(id, { assignee: literal('ann'), candidateGroups: [literal('sales')] });
    case 'counting':
      return mapped(userTask(id), { inputs: { before: 'n' }, outputs: { n: 'before + 1', last: 'n' } });
    case 'picky':
      return userTask(id, { priority: feel('level') });
    case 'script':
      return feelScript(id, 'n + 1', 'n');
    case 'javascript':
      return javascript(id, '', 'n');
    case 'timer':
      return timer(id, 'duration', literal('PT1H'));
    case 'fragileTimer':
      return timer(id, 'duration', feel('pause'));
  }
}
