import { expect, test } from 'vitest';
import { end, flow, inside, modelOf, path, start, subProcess } from '../testing/model.ts';
import { graphOf } from './process-graph.ts';

const model = modelOf(
  [start(), subProcess('sub'), ...inside('sub', start('s'), end('e')), end()],
  [...path('start > sub > end'), flow('sub', 'e', 'x'), flow('s', 'e')],
);
const graph = graphOf(model);

test('a graph finds nodes and flows by id', () => {
  expect(graph.model).toBe(model);
  expect(graph.nodes.get('sub')?.type).toBe('subProcess');
  expect(graph.flows.get('s>e')?.targetId).toBe('e');
});

test('it lists the flows of a node in the order of the model', () => {
  expect(graph.outgoing.get('sub')?.map(({ id }) => id)).toEqual(['sub>end', 'sub>e']);
  expect(graph.incoming.get('e')?.map(({ id }) => id)).toEqual(['sub>e', 's>e']);
  expect(graph.outgoing.get('end')).toBeUndefined();
});

test('it knows the start event of each scope', () => {
  expect(graph.starts.get(null)?.id).toBe('start');
  expect(graph.starts.get('sub')?.id).toBe('s');
});
