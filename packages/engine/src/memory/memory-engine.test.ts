import { describe, expect, test } from 'vitest';
import { end, exclusive, feelScript, flow, processOf, sequence, start, userTask } from '../testing/model.ts';
import { MemoryEngine, type MemoryHost } from './memory-engine.ts';
import type { MemoryInstance } from './processes.ts';

const loops = 2_000;
const counting = processOf(
  [start(), exclusive('entry'), feelScript('count', 'n + 1', 'n'), exclusive('again', 'again>entry'), end()],
  'start > entry > count > again',
  flow('again', 'end', `n = ${loops}`),
  flow('again', 'entry'),
);

function begun(
  host: Partial<MemoryHost>,
  { model }: { readonly model: typeof counting.model },
): MemoryInstance {
  const engine = new MemoryEngine({
    now: 0,
    runScript: () => ({ kind: 'failed', message: 'Scripts do not run here' }),
    decide: () => ({ kind: 'failed', message: 'Decisions are not made here' }),
    ...host,
  });
  const [definition] = engine.deploy([model]);
  if (definition === undefined) throw new Error('Expected a definition');
  const started = engine.start(definition, { variables: { n: 0 } });
  if (!('state' in started)) throw new Error(started.message);
  return started;
}

describe('an instance in memory that loops for long', () => {
  test('runs to its end and leaves nothing behind but what it is', () => {
    const { state, journal } = begun({}, counting);
    expect(state.status).toBe('completed');
    expect(state.variables.get(state.instanceId)).toEqual({ n: loops });
    expect(state.sequence).toBeGreaterThan(loops * 3);
    expect(journal).toEqual([]);
    expect(state.elements.size + state.children.size + state.pending.size).toBe(0);
  });

  test('keeps its journal where the host asks for it', () => {
    const { state, journal } = begun({ keepsJournal: true }, sequence(userTask('a')));
    expect(journal).toHaveLength(1);
    expect(journal[0]?.events).toHaveLength(state.sequence);
  });

  test('stops at the limit its host sets', () => {
    const { state } = begun({ limits: { stepsPerTurn: 1_000, stepsWithoutWait: 3_000 } }, counting);
    expect([...state.incidents.values()]).toMatchObject([{ code: 'RUNAWAY_LOOP' }]);
  });
});
