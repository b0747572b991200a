import { describe, expect, it } from 'vitest';
import { Hands } from './hands.ts';

const hands = () => new Hands({ total: 4, byType: new Map([['rare', 1]]) });

describe('the hands of a node', () => {
  it('are counted in all and by type', () => {
    const node = hands();
    expect([node.freeFor('any'), node.freeFor('rare')]).toEqual([4, 1]);
    node.take('rare');
    expect([node.freeFor('any'), node.freeFor('rare')]).toEqual([3, 0]);
    for (let hand = 0; hand < 3; hand += 1) node.take('any');
    expect([node.freeFor('any'), node.busy]).toEqual([0, 4]);
    node.release('rare');
    expect([node.freeFor('any'), node.freeFor('rare'), node.busy]).toEqual([1, 1, 3]);
  });

  it('are kept for a round of the poll: half of them, and all for types that have jobs waiting', () => {
    const node = hands();
    expect(node.reserve(['any', 'rare'], () => false)).toEqual({
      rooms: [
        { type: 'any', room: 2 },
        { type: 'rare', room: 1 },
      ],
      limit: 2,
    });
    expect([node.freeFor('any'), node.freeFor('rare'), node.freeFor('third')]).toEqual([2, 0, 2]);
    node.endReserve();
    expect(node.reserve(['any', 'rare'], (type) => type === 'any')).toMatchObject({ limit: 4 });
    expect(node.freeFor('third')).toBe(0);
    node.endReserve();
    expect(node.freeFor('any')).toBe(4);
  });

  it('leave nothing to keep when all are busy', () => {
    const node = hands();
    for (let hand = 0; hand < 4; hand += 1) node.take('any');
    expect(node.reserve(['any', 'rare'], () => true)).toEqual({ rooms: [], limit: 0 });
  });
});
