import fc from 'fast-check';
import type { Flow } from '../document/activity.ts';
import type { ExpressionText } from '../document/expression-text.ts';
import { type ProcessFile, processFileSchema } from '../document/process-document.ts';
import { canonicalExpression } from '../dsl/expressions.ts';

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.constantFrom(
    'Check order',
    '= a',
    '${b}',
    'two\nlines',
    '  indented',
    'a: b',
    '- x',
    '# no',
    '|',
    'WHEN',
    '"q"',
    'a:',
  ),
);
const word = fc.constantFrom('a', 'amount', 'after', 'total', 'x_1');
const plain: fc.Arbitrary<ExpressionText> = fc.oneof(
  text.map((literal) => ({ literal })),
  text.map((feel) => ({ feel })),
  text.map((juel) => ({ juel })),
  text,
);
const value = plain.map((expression) => canonicalExpression(expression, 'value'));
const condition = fc
  .oneof(
    fc.constantFrom('= a > 1', '= "x"', '${a}', '= {a: 1}'),
    text.map((feel) => ({ feel })),
  )
  .map((expression) => canonicalExpression(expression, 'condition'));
const part: fc.Arbitrary<ExpressionText> = fc.oneof(
  value,
  fc.record({ list: fc.array(value, { maxLength: 2 }) }),
  fc.record({ map: fc.dictionary(word, value, { maxKeys: 2 }) }),
);
const mappings = fc.dictionary(fc.oneof(word, fc.constantFrom('parallel', 'a b')), part, { maxKeys: 2 });
const some = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const node = { name: some(text), documentation: some(text), async_before: some(fc.constant(true)) };
const loop = fc.oneof(
  fc.record({ kind: fc.constant('standard' as const), while: some(condition) }),
  fc.record({
    kind: fc.constant('multi_instance' as const),
    item: some(word),
    collection: some(condition),
    completion_condition: some(condition),
    sequential: some(fc.boolean()),
  }),
);
const work = { ...node, inputs: some(mappings), outputs: some(mappings), loop: some(loop) };
const field = fc.record({
  id: word,
  label: some(text),
  type: some(fc.constantFrom('string', 'number', 'select', 'date')),
  required: some(fc.boolean()),
  options: some(fc.array(fc.oneof(text, fc.record({ value: text, label: text })), { maxLength: 3 })),
  default_value: some(fc.oneof(text, fc.integer(), fc.boolean())),
});
const job = fc.record({
  type: value,
  retries: some(fc.nat(9)),
  headers: some(fc.dictionary(word, text, { maxKeys: 2 })),
});
const trigger = fc.oneof(
  fc.record({ message: fc.record({ name: value, correlation_key: some(value) }) }),
  fc.record({ signal: fc.record({ name: value }) }),
  fc.record({ timer: fc.record({ duration: fc.constantFrom('PT2H', 'P1DT3M', '= wait') }) }),
  fc.record({ conditional: fc.record({ condition, variable: some(word) }) }),
  fc.record({ error: fc.record({ code: some(text), code_variable: some(word) }) }),
);
const thrown = fc.oneof(
  fc.record({ message: fc.record({ name: value, job: some(job) }) }),
  fc.record({ error: fc.record({ code: value, message: some(value) }) }),
  fc.constant({ terminate: {} }),
);

const bodies = [
  fc.record({
    ...node,
    type: fc.constant('startEvent'),
    triggers: some(fc.array(trigger, { minLength: 1, maxLength: 2 })),
  }),
  fc.record({
    ...node,
    type: fc.constant('endEvent'),
    throws: some(fc.array(thrown, { minLength: 1, maxLength: 2 })),
  }),
  fc.record({
    ...work,
    type: fc.constant('userTask'),
    assignee: some(value),
    candidate_groups: some(fc.array(value, { maxLength: 3 })),
    sla: some(fc.constantFrom('PT4H', 'P2D', 'P1Y')),
    form: some(fc.record({ fields: fc.array(field, { maxLength: 2 }) })),
  }),
  fc.record({ ...work, type: fc.constant('serviceTask'), job: some(job), expression: some(value) }),
  fc.record({ ...work, type: fc.constant('scriptTask'), script: text, result_variable: some(text) }),
  fc.record({ ...node, type: fc.constantFrom('exclusiveGateway', 'parallelGateway', 'inclusiveGateway') }),
  fc.record({ ...node, type: fc.constantFrom('exclusiveGateway', 'eventBasedGateway') }),
] as const;

/** Most lead a little further on, as people draw them. */
const edge = fc.record({
  from: fc.nat(),
  step: fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, fc.nat(9)),
  name: some(text),
  condition: some(condition),
  isNamed: fc.boolean(),
});

/** Documents of every kind of flow graph, in the one form that the DSL reads: canonical expressions, no empty lists. */
export const arbitraryFile: fc.Arbitrary<ProcessFile> = fc
  .record({
    name: text,
    description: some(text),
    nodes: fc.array(fc.tuple(fc.oneof(...bodies), some(trigger), fc.boolean()), {
      minLength: 1,
      maxLength: 9,
    }),
    edges: fc.array(edge, { maxLength: 14 }),
    defaults: fc.boolean(),
  })
  .map(({ name, description, nodes, edges, defaults }) => {
    const activities: Draft[] = nodes.map(([body], at) => ({ ...body, id: `n${at}` }));
    const ends = activities.map(({ id }) => id);
    nodes.forEach(([{ type }, event, isAlongside], at) => {
      if (event === undefined || !type.endsWith('Task')) return;
      const interrupting = isAlongside ? { interrupting: false } : {};
      activities.push({
        id: `b${at}`,
        type: 'boundaryEvent',
        attached_to: `n${at}`,
        triggers: [event],
        ...interrupting,
      });
      ends.push(`b${at}`);
    });
    const taken = new Set<string>();
    const flows: Flow[] = edges.flatMap(({ from, step, isNamed, ...rest }, at) => {
      const source = ends[from % ends.length] ?? '';
      const target = `n${((from % ends.length) + 1 + step) % nodes.length}`;
      const derived = `${source}_to_${target}`;
      const isFirst = !taken.has(derived);
      taken.add(derived);
      return [{ ...(isNamed || !isFirst ? { id: `f${at}` } : {}), from: source, to: target, ...rest }];
    });
    for (const activity of defaults ? activities : []) {
      const leaving = flows.filter(({ from }) => from === activity.id);
      const last = leaving.at(-1);
      if (last !== undefined && /exclusive|inclusive|Task/.test(activity.type))
        activity.default = last.id ?? last.to;
    }
    const process = { process_id: 'p', name, description, activities, flows };
    return processFileSchema.parse(JSON.parse(JSON.stringify({ processes: [process] })));
  });

interface Draft {
  id: string;
  type: string;
  default?: string;
  [key: string]: unknown;
}
