import type { Written } from '../expression/compiled-once.ts';
import { DecisionError } from './decision-error.ts';
import type { Aggregation, DecisionTable } from './decision-model.ts';
import { computeOver, placeAmong, type Surroundings } from './evaluation.ts';

/** The outputs of one rule by their names, in the order of the columns. */
export type Row = ReadonlyMap<string, unknown>;

/** A rule that matches; `index` is 0-based. */
export interface Hit {
  readonly index: number;
  readonly row: Row;
}

interface Combined {
  readonly value: unknown;
  readonly rows: readonly Row[];
  /** The rules the value was made from. */
  readonly chosen: readonly Hit[];
}

/** What the rules that match come to (DMN 1.3 §8.2.8). */
export function applyHitPolicy(
  table: DecisionTable,
  hits: readonly Hit[],
  surroundings: Surroundings,
): Combined {
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (hits.length > 1) throw overlap(hits, surroundings);
      return single(hits);
    case 'ANY':
      refuseDifference(hits, surroundings);
      return single(hits);
    case 'FIRST':
      return single(hits);
    case 'PRIORITY':
      return single(byPriority(table, hits, surroundings));
    case 'OUTPUT ORDER':
      return all(byPriority(table, hits, surroundings));
    case 'RULE ORDER':
      return all(hits);
    case 'COLLECT':
      return table.aggregation === null ? all(hits) : aggregated(table.aggregation, hits, surroundings);
  }
}

function single(hits: readonly Hit[]): Combined {
  const [hit] = hits;
  if (hit === undefined) return { value: null, rows: [], chosen: [] };
  return { value: rowValue(hit.row), rows: [hit.row], chosen: [hit] };
}

function all(hits: readonly Hit[]): Combined {
  return { value: hits.map(({ row }) => rowValue(row)), rows: hits.map(({ row }) => row), chosen: hits };
}

/** One output is its value, several are a context. */
export function rowValue(row: Row): unknown {
  return row.size === 1 ? (row.values().next().value ?? null) : Object.fromEntries(row);
}

function byPriority(table: DecisionTable, hits: readonly Hit[], surroundings: Surroundings): readonly Hit[] {
  const ranked = hits.map((hit) => ({
    hit,
    places: table.outputs.flatMap(({ name, values }) =>
      values === null ? [] : [placeAmong(values, hit.row.get(name) ?? null, surroundings)],
    ),
  }));
  const first = (places: readonly number[], others: readonly number[]) =>
    places.map((place, column) => place - (others[column] ?? 0)).find((difference) => difference !== 0) ?? 0;
  return ranked.sort((left, right) => first(left.places, right.places)).map(({ hit }) => hit);
}

function overlap(hits: readonly Hit[], { owner }: Surroundings): DecisionError {
  return new DecisionError(owner.name, `expected at most one rule to match, found ${numbers(hits)}`, {
    hint: 'Hit policy UNIQUE allows no rules that overlap',
  });
}

const equal: Written = { source: 'a = b' };

function refuseDifference(hits: readonly Hit[], { owner, evaluation }: Surroundings): void {
  const [first] = hits;
  if (first === undefined) return;
  const a = [...first.row.values()];
  const different = hits.find(
    ({ row }) => row !== first.row && computeOver(equal, { a, b: [...row.values()] }, evaluation) !== true,
  );
  if (different === undefined) return;
  throw new DecisionError(
    owner.name,
    `expected all rules that match to give the same outputs, found a difference between ${numbers([first, different])}`,
    { hint: 'Hit policy ANY allows rules to overlap only where they agree' },
  );
}

const aggregations: { readonly [Name in Exclude<Aggregation, 'COUNT'>]: Written } = {
  SUM: { source: 'sum(values)' },
  MIN: { source: 'min(values)' },
  MAX: { source: 'max(values)' },
};

function aggregated(aggregation: Aggregation, hits: readonly Hit[], surroundings: Surroundings): Combined {
  const { owner, evaluation } = surroundings;
  const values = hits.map(({ row }) => rowValue(row));
  const value =
    aggregation === 'COUNT' ? values.length : computeOver(aggregations[aggregation], { values }, evaluation);
  if (values.length > 0 && (value === null || value === undefined)) {
    throw new DecisionError(owner.name, `expected outputs that ${aggregation} applies to, found others`, {
      hint: `Look at the outputs of ${numbers(hits)}`,
    });
  }
  const [hit] = hits;
  const name = hit?.row.keys().next().value;
  const rows = name === undefined ? [] : [new Map([[name, value]])];
  return { value: value ?? null, rows, chosen: hits };
}

function numbers(hits: readonly Hit[]): string {
  const listed = hits.slice(0, 10).map(({ index }) => String(index + 1));
  const more = hits.length > listed.length ? ' and more' : '';
  return `${hits.length === 1 ? 'rule' : 'rules'} ${listed.join(', ')}${more}`;
}
