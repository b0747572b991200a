import { expect, test } from 'vitest';
import {
  boundary,
  end,
  flow,
  inside,
  modelOf,
  onSignal,
  path,
  start,
  subProcess,
  task,
} from '../testing/model.ts';
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

test('it knows where the tokens of each scope begin', () => {
  expect(graph.scopes.get(null)?.entries.map(({ id }) => id)).toEqual(['start']);
  expect(graph.scopes.get('sub')?.entries.map(({ id }) => id)).toEqual(['s']);
});

test('without any start event tokens begin where no flow leads to', () => {
  const headless = graphOf(
    modelOf([task('a'), task('b'), boundary('late', 'a', onSignal('s'))], path('a > b')),
  );
  expect(headless.scopes.get(null)?.entries.map(({ id }) => id)).toEqual(['a']);
  expect(headless.boundaryEvents.get('a')?.map(({ id }) => id)).toEqual(['late']);
});
