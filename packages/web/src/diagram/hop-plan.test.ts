import { describe, expect, it } from 'vitest';
import { planHops } from './hop-plan.ts';

describe('planHops', () => {
  it('follows one token from flow to flow', () => {
    expect(
      planHops([
        { id: 'f1', source: 'task', target: 'gateway' },
        { id: 'f2', source: 'gateway', target: 'end' },
      ]),
    ).toEqual([
      { flowId: 'f1', startsAt: 0, lasts: 600 },
      { flowId: 'f2', startsAt: 600, lasts: 600 },
    ]);
  });

  it('moves parallel branches together', () => {
    const hops = planHops([
      { id: 'in', source: 'task', target: 'fork' },
      { id: 'left', source: 'fork', target: 'a' },
      { id: 'right', source: 'fork', target: 'b' },
    ]);
    expect(hops.map((hop) => hop.startsAt)).toEqual([0, 600, 600]);
  });

  it('keeps a long jump within three seconds', () => {
    const chain = Array.from({ length: 10 }, (_, at) => ({
      id: `f${at}`,
      source: `n${at}`,
      target: `n${at + 1}`,
    }));
    const last = planHops(chain).at(-1);
    expect(last).toEqual({ flowId: 'f9', startsAt: 2700, lasts: 300 });
  });
});
