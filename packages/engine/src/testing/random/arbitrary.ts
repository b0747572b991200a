import fc from 'fast-check';
import { awaits, catching, catchingScopes, eventScopes, how, rests } from './arbitrary-how.ts';
import {
  type Block,
  type EventBlock,
  endings,
  type RandomProcess,
  splits,
  taskKinds,
  throwable,
} from './block.ts';

const limit = fc.nat(9);

const event: fc.Arbitrary<EventBlock> = fc.oneof(
  fc.record({
    kind: fc.constant('catch'),
    awaits: fc.array(awaits, { minLength: 1, maxLength: 2 }),
    all: fc.boolean(),
    rests,
  }),
  fc.record({
    kind: fc.constant('throw'),
    throws: fc.array(fc.constantFrom(...throwable), { minLength: 1, maxLength: 2 }),
    rests,
  }),
  fc.record({ kind: fc.constant('leave'), limit, ending: fc.constantFrom(...endings) }),
  fc.record({ kind: fc.constantFrom('link', 'fragileTimer') }),
);

/** What may stand on a path beside the main one. */
const small: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('task'),
    task: fc.constantFrom('task', 'user', 'script', 'service'),
    how: fc.constant({ rests: 'no', loop: null, edges: [], undo: null } as const),
  }),
  event,
);

const task: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('task'),
  task: fc.constantFrom(...taskKinds),
  how: how(small),
});

/** Thrown more often than not. */
const thrown: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('leave'),
  limit: fc.nat(5),
  ending: fc.constantFrom('cancel', 'cancel', 'error', 'escalation'),
});

const { block, compound } = fc.letrec<{ block: Block; compound: Block }>((tie) => {
  const within = tie('block');
  const branches = fc.array(within, { minLength: 2, maxLength: 3 });
  const times = fc.integer({ min: 1, max: 3 });
  const scope = { beside: eventScopes(within), how: how(small) };
  return {
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'max', withCrossShrink: true },
      { weight: 3, arbitrary: task },
      { weight: 2, arbitrary: event },
      { weight: 4, arbitrary: tie('compound') },
    ),
    compound: fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('sequence'), blocks: branches }) },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('split'),
          shape: fc.constantFrom(...splits),
          limits: fc.tuple(limit, limit, limit),
          otherwise: fc.boolean(),
          starts: fc.option(fc.integer({ min: 1, max: 3 })),
          blocks: branches,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('cycle'),
          times,
          entry: fc.constantFrom('exclusive', 'inclusive', 'complex'),
          body: within,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('tangle'), times, blocks: branches, body: within }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('race'),
          branches: fc.array(
            fc.record({ awaits: fc.oneof(awaits, fc.constant('receive' as const)), leadsTo: within }),
            { minLength: 2, maxLength: 3 },
          ),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constantFrom('subProcess', 'transaction'),
          own: fc.boolean(),
          body: within,
          ...scope,
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('subProcess', 'transaction', 'transaction'),
          own: fc.boolean(),
          body: fc.record({ kind: fc.constant('sequence'), blocks: fc.tuple(task, thrown) }),
          beside: catchingScopes(small),
          how: catching(small),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('adHoc'),
          sequential: fc.boolean(),
          cancels: fc.boolean(),
          enough: fc.option(fc.nat(3)),
          begins: fc.boolean(),
          blocks: branches,
          ...scope,
        }),
      },
    ),
  };
});

/** A few blocks in sequence, at least one of them with something inside. */
export const randomProcess: fc.Arbitrary<RandomProcess> = fc.record({
  body: fc.record({ kind: fc.constant('sequence'), blocks: fc.tuple(compound, block, block) }),
  beside: eventScopes(small),
  called: fc.oneof(small, task, event),
});
