import { expect, test } from 'vitest';
import type { FlowNode } from '../model/flow-node.ts';
import { inside, path, processOf, start, subProcess, userTask } from '../testing/model.ts';
import { run } from '../testing/run.ts';

const depth = 200;

/** Subprocesses `s0` to `s199`, each within the one before, and a user task in the innermost. */
function nested() {
  const nodes: FlowNode[] = [start('b'), subProcess('s0')];
  const flows = ['b > s0'];
  for (let level = 0; level < depth; level += 1) {
    const next = level + 1 === depth ? userTask('t') : subProcess(`s${level + 1}`);
    nodes.push(...inside(`s${level}`, start(`b${level}`), next));
    flows.push(`b${level} > ${next.id}`);
  }
  return processOf(nodes, ...flows.flatMap(path));
}

test('subprocesses two hundred deep begin, see the outermost variables and end', () => {
  const instance = run(nested(), { variables: { x: 1 }, restarts: true });
  expect(instance.state.elements.size).toBe(depth + 1);
  instance.complete('t', { x: 2 });
  expect(instance.status).toBe('completed');
  expect(instance.state.variables.get('instance')).toEqual({ x: 2 });
});

test('cancelling ends all of them, inner ones first', () => {
  const instance = run(nested());
  const events = instance.execute({ type: 'cancelInstance', reason: null });
  const ended = events.flatMap((event) => (event.type === 'elementTerminated' ? [event.elementId] : []));
  expect(ended).toEqual(['t', ...Array.from({ length: depth }, (_, index) => `s${depth - 1 - index}`)]);
  expect(instance.status).toBe('terminated');
});
