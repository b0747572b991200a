import type { Contestant } from './contestants.ts';
import type { Measurement } from './measure-peer.ts';
import type { Scenario } from './peer.ts';

export interface Result extends Measurement {
  readonly name: string;
  readonly store: Contestant['store'];
  readonly scenario: Scenario;
  readonly callers: number;
  readonly round: number;
}

/** Medians over the rounds. */
export interface Line extends Omit<Result, 'round'> {
  /** Rate of ours by the rate of this one, null for ours. */
  readonly oursIsFaster: number | null;
  /** Processor time of this one by that of ours, database included, null for ours. */
  readonly oursIsCheaper: number | null;
}

/** What ours is compared with is what has the same store. */
export function linesOf(results: readonly Result[]): Line[] {
  const keyOf = ({ name, scenario, callers }: Result) => `${name} ${scenario} ${callers}`;
  const medians = [...new Set(results.map(keyOf))].flatMap(
    (key) => medianOf(results.filter((result) => keyOf(result) === key)) ?? [],
  );
  return medians.map((line) => {
    const ours = medians.find(
      ({ name, scenario, callers }) =>
        name === `wbpm-${line.store}` && scenario === line.scenario && callers === line.callers,
    );
    const isOurs = ours === undefined || ours === line;
    return {
      ...line,
      oursIsFaster: isOurs ? null : ours.unitsPerSecond / line.unitsPerSecond,
      oursIsCheaper: isOurs ? null : processorOf(line) / processorOf(ours),
    };
  });
}

/** The lines as a Markdown table, the loads one after the other. */
export function table(lines: readonly Line[]): string {
  const headings = [
    '',
    'callers',
    'per s',
    'p50 ms',
    'process µs',
    'db µs',
    'peak MiB',
    'ours: faster',
    'cheaper',
  ];
  const rows = [
    headings,
    headings.map((_heading, column) => (column === 0 ? '---' : '--:')),
    ...lines.map((line) => [
      `${line.scenario}, ${line.name}`,
      line.callers.toLocaleString('en'),
      rounded(line.unitsPerSecond),
      line.p50Ms === null ? '' : rounded(line.p50Ms),
      rounded(line.processMicroseconds),
      rounded(line.databaseMicroseconds),
      Math.round(line.peakMemoryMiB).toLocaleString('en'),
      line.oursIsFaster === null ? '' : `${rounded(line.oursIsFaster)} x`,
      line.oursIsCheaper === null ? '' : `${rounded(line.oursIsCheaper)} x`,
    ]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Each figure is the median of its own. */
function medianOf(rounds: readonly Result[]): Result | undefined {
  const median = (of: (result: Result) => number): number => {
    const sorted = rounds.map(of).sort((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
    return below === undefined || above === undefined ? Number.NaN : (below + above) / 2;
  };
  const [first] = rounds;
  return first === undefined
    ? undefined
    : {
        ...first,
        units: median(({ units }) => units),
        unitsPerSecond: median(({ unitsPerSecond }) => unitsPerSecond),
        p50Ms: first.p50Ms === null ? null : median(({ p50Ms }) => p50Ms ?? Number.NaN),
        p99Ms: first.p99Ms === null ? null : median(({ p99Ms }) => p99Ms ?? Number.NaN),
        processMicroseconds: median(({ processMicroseconds }) => processMicroseconds),
        databaseMicroseconds: median(({ databaseMicroseconds }) => databaseMicroseconds),
        peakMemoryMiB: median((result) => result.peakMemoryMiB),
      };
}

function processorOf({ store, processMicroseconds, databaseMicroseconds }: Result): number {
  return processMicroseconds + (store === 'postgres' ? databaseMicroseconds : 0);
}

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
