import { type InstanceState, joinKey } from '../execution/state.ts';

/** What belongs to something that is gone. */
export function orphans({
  instanceId,
  elements,
  variables,
  subscriptions,
  loops,
  compensations,
  incidents,
}: InstanceState): string[] {
  const lives = (id: string) => id === instanceId || elements.has(id);
  const found: string[] = [];
  for (const id of variables.keys()) if (!lives(id)) found.push(`${id} left its variables behind`);
  for (const { elementId, hostId } of subscriptions.values())
    if (!lives(hostId)) found.push(`${elementId} is awaited for ${hostId}, which is gone`);
  for (const id of loops.keys()) if (!elements.has(id)) found.push(`${id} left its loop behind`);
  for (const { elementId, scopeId } of elements.values())
    if (!lives(scopeId)) found.push(`${elementId} lives in ${scopeId}, which is gone`);
  for (const { id, elementId, elementInstanceId } of incidents.values())
    if (elements.get(elementInstanceId)?.incidentId !== id)
      found.push(`${elementId} left an incident behind`);
  // What a completed subprocess has kept goes with the record of the subprocess itself.
  const keptFor = new Set([...compensations.values()].map(({ elementInstanceId }) => elementInstanceId));
  for (const { elementId, scopeId } of compensations.values())
    if (!lives(scopeId) && !keptFor.has(scopeId))
      found.push(`${elementId} can be undone in ${scopeId}, which is gone`);
  return found;
}

/** What is derived, told anew without the functions that keep it. */
export function indexFaults({
  elements,
  loops,
  children,
  pending,
  joins,
  subscriptions,
  conditional,
}: InstanceState): string[] {
  const found: string[] = [];
  const all = [...elements.values()];
  const expect = (what: string, actual: number, expected: number) => {
    if (actual !== expected) found.push(`${what}: ${actual} instead of ${expected}`);
  };
  const works = all.filter(
    ({ status, incidentId, wait }) =>
      status !== 'active' && incidentId === null && !(wait?.kind === 'async' && !wait.resumed),
  );
  expect('pending', pending.size, works.length);
  if (works.some(({ id }) => !pending.has(id))) found.push('something pending is not worked on');
  expect(
    'children',
    [...children.values()].reduce((sum, ids) => sum + ids.size, 0),
    all.length,
  );
  if (all.some(({ id, scopeId }) => !children.get(scopeId)?.has(id))) found.push('a scope misses a child');
  const waiting = all.filter(({ wait }) => wait?.kind === 'join');
  expect(
    'joins',
    [...joins.values()].reduce((sum, { count }) => sum + count, 0),
    waiting.length,
  );
  for (const { id, scopeId, elementId, flowId } of waiting)
    if (!joins.get(joinKey(scopeId, elementId))?.byFlow.get(flowId)?.has(id))
      found.push(`${elementId} misses a token`);
  const conditions = [...subscriptions.values()].filter(({ awaited }) => awaited.kind === 'conditional');
  expect('conditional', conditional.size, conditions.length);
  for (const [id, { created, active, completed, terminated }] of loops) {
    expect(
      'instances of a loop',
      active,
      all.filter(({ scopeId, index }) => scopeId === id && index !== null).length,
    );
    expect('created instances', created, active + completed + terminated);
  }
  return found;
}
