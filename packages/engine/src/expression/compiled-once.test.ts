import { expect, it } from 'vitest';
import { compiledOnce } from './compiled-once.ts';

function counting() {
  const compiled: string[] = [];
  const once = compiledOnce((source, oddNames) => {
    compiled.push([source, ...oddNames].join('|'));
    return { source };
  });
  return { compiled, once };
}

it('compiles an expression once, however many others there are', () => {
  const { compiled, once } = counting();
  const expressions = Array.from({ length: 5_000 }, (_, index) => ({ source: `x + ${index}` }));
  for (const expression of expressions) once(expression, []);
  for (const expression of expressions) once(expression, []);
  expect(compiled).toHaveLength(5_000);
});

it('compiles a source once that is written in several places', () => {
  const { compiled, once } = counting();
  expect(once({ source: 'x' }, [])).toBe(once({ source: 'x' }, []));
  expect(compiled).toEqual(['x']);
});

it('compiles it anew where other names hold spaces or operators', () => {
  const { compiled, once } = counting();
  const expression = { source: 'a-b' };
  expect(once(expression, ['a-b'])).toBe(once(expression, ['a-b']));
  once(expression, []);
  expect(compiled).toEqual(['a-b|a-b', 'a-b']);
});

it('keeps a bounded number of such readings', () => {
  const { compiled, once } = counting();
  const expression = { source: 'a-b' };
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 100; index += 1) once(expression, [`name ${index}`]);
  }
  expect(compiled).toHaveLength(200);
});

it('remembers no failure', () => {
  let fails = true;
  const once = compiledOnce(() => {
    if (fails) throw new Error('no');
    return 1;
  });
  const expression = { source: 'x' };
  expect(() => once(expression, [])).toThrow('no');
  fails = false;
  expect(once(expression, [])).toBe(1);
});
