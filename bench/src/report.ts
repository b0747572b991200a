import { cpus, totalmem } from 'node:os';
import type { Figure } from './measure.ts';

const headings = [
  '',
  'callers',
  'instances/s',
  'p50 ms',
  'p99 ms',
  'batch',
  'cpu',
  'db cpu',
  'peak MiB',
  'of raw',
];

/** What a suite without instances a second has measured; the unit stands in the name of each figure. */
export interface Line {
  readonly name: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

export function lineText({ name, figures }: Line): string {
  const shown = Object.entries(figures).flatMap(([unit, value]) =>
    value === null ? [] : [`${unit} ${Number(value.toPrecision(3)).toLocaleString('en')}`],
  );
  return `${name}: ${shown.join(', ')}`;
}

/** The figures as a table for people. */
export function table(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cells)];
  const widths = headings.map((_heading, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

function cells(figure: Figure): string[] {
  const number = (value: number | null, digits: number): string =>
    value === null ? '-' : value.toFixed(digits);
  return [
    figure.name,
    String(figure.callers),
    Math.round(figure.instancesPerSecond).toLocaleString('en'),
    number(figure.p50Ms, 1),
    number(figure.p99Ms, 1),
    number(figure.batch, 0),
    number(figure.cpu, 2),
    number(figure.databaseCpu, 2),
    String(figure.peakMemoryMiB),
    number(figure.ofRawLimit, 2),
  ];
}

export function machine(): {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  node: string;
} {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
