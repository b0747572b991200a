export interface Flow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface Hop {
  readonly flowId: string;
  readonly startsAt: number;
  readonly lasts: number;
}

const hopMs = 600;
const longestMs = 3000;

/**
 * When each newly taken flow is travelled: after every earlier flow that leads to its source, so
 * parallel branches move together. Long jumps are sped up to stay watchable.
 */
export function planHops(flows: readonly Flow[]): readonly Hop[] {
  const arrivals = new Map<string, number>();
  const steps = flows.map((flow) => {
    const step = arrivals.get(flow.source) ?? 0;
    arrivals.set(flow.target, Math.max(arrivals.get(flow.target) ?? 0, step + 1));
    return { flow, step };
  });
  const total = Math.max(0, ...arrivals.values());
  const lasts = total * hopMs > longestMs ? longestMs / total : hopMs;
  return steps.map(({ flow, step }) => ({ flowId: flow.id, startsAt: step * lasts, lasts }));
}
