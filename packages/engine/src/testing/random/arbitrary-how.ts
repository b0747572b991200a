import fc from 'fast-check';
import type { Block, Edge, EventScope, How } from './block.ts';
import { type Awaits, awaited, type Looping, type Rest } from './block-how.ts';

export const awaits: fc.Arbitrary<Awaits> = fc.constantFrom(...awaited);

export const rests: fc.Arbitrary<Rest> = fc.constantFrom(
  'no',
  'no',
  'no',
  'no',
  'no',
  'no',
  'before',
  'after',
  'both',
);

/** Down to what is plain. */
const shrinking = { withCrossShrink: true };

const few = fc.integer({ min: 1, max: 3 });

const looping: fc.Arbitrary<Looping> = fc.oneof(
  fc.record({
    kind: fc.constant('standard'),
    times: few,
    testBefore: fc.boolean(),
    maximum: fc.option(few, { freq: 2 }),
  }),
  fc.record({
    kind: fc.constant('multi'),
    sequential: fc.boolean(),
    over: fc.constantFrom('cardinality', 'collection'),
    count: fc.nat(3),
    enough: fc.option(few, { freq: 2 }),
    collects: fc.boolean(),
    tells: fc.option(fc.constantFrom('signal', 'message', 'escalation', 'error'), { freq: 1 }),
  }),
);

/** What is thrown inside a subprocess and caught at its border. */
const thrownInside = fc.constantFrom('error', 'escalation', 'cancel');

function edge(leadsTo: fc.Arbitrary<Block>, on: fc.Arbitrary<Edge['on']>): fc.Arbitrary<Edge> {
  return fc.record({
    on,
    interrupting: fc.boolean(),
    coded: fc.boolean(),
    leadsTo: fc.option(leadsTo, { freq: 2 }),
    back: fc.boolean(),
  });
}

/** Plain more often than not. */
export function how(leadsTo: fc.Arbitrary<Block>): fc.Arbitrary<How> {
  const any = edge(leadsTo, fc.oneof(awaits, thrownInside, fc.constantFrom('anyOf', 'allOf')));
  return fc.record({
    rests,
    loop: rarely(looping, 3),
    edges: fc.oneof(
      shrinking,
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(any, { minLength: 1, maxLength: 3 }) },
    ),
    undo: rarely(fc.constantFrom('user', 'script', 'worker', 'subProcess'), 2),
  });
}

/** How a subprocess in which something is thrown catches it. */
export function catching(leadsTo: fc.Arbitrary<Block>): fc.Arbitrary<How> {
  return fc.record({
    rests,
    loop: rarely(looping, 5),
    edges: fc.array(edge(leadsTo, thrownInside), { minLength: 1, maxLength: 2 }),
    undo: fc.constant(null),
  });
}

function rarely<Value>(value: fc.Arbitrary<Value>, plainWeight: number): fc.Arbitrary<Value | null> {
  return fc.oneof(
    shrinking,
    { weight: plainWeight, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: value },
  );
}

const anyStart = fc.oneof(awaits, fc.constantFrom('error', 'escalation', 'compensation', 'allOf'));
const startInside = fc.constantFrom('error', 'escalation', 'compensation');

/** Event subprocesses: none more often than one or two. */
export function eventScopes(body: fc.Arbitrary<Block>): fc.Arbitrary<readonly EventScope[]> {
  return fc.oneof(
    shrinking,
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(eventScope(body, anyStart), { minLength: 1, maxLength: 2 }) },
  );
}

/** Those that react to what is thrown in their scope, or undo it. */
export function catchingScopes(body: fc.Arbitrary<Block>): fc.Arbitrary<readonly EventScope[]> {
  return fc.array(eventScope(body, startInside), { maxLength: 2 });
}

function eventScope(body: fc.Arbitrary<Block>, on: fc.Arbitrary<EventScope['on']>): fc.Arbitrary<EventScope> {
  return fc.record({ on, interrupting: fc.boolean(), coded: fc.boolean(), body });
}
