import Table from 'cli-table3';
import type { createColors } from 'picocolors';

export type Colors = ReturnType<typeof createColors>;

/** Where results go: tables and sentences for people, JSON for scripts. */
export interface Output {
  /** Prints `data` as JSON, or `rows` under `head`. */
  table(data: unknown, head: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Prints `data` as JSON, or `sentence`. */
  result(data: unknown, sentence: string): void;
}

interface OutputSettings {
  readonly json: boolean;
  readonly colors: Colors;
  readonly write: (text: string) => void;
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

export function createOutput({ json, colors, write }: OutputSettings): Output {
  const asJson = (data: unknown) => write(`${JSON.stringify(data, null, 2)}\n`);
  return {
    table(data, head, rows) {
      if (json) {
        asJson(data);
        return;
      }
      if (rows.length === 0) {
        write('Nothing found.\n');
        return;
      }
      const table = new Table({
        head: head.map((title) => colors.bold(title)),
        chars: noLines,
        style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
      });
      table.push(...rows.map((row) => [...row]));
      write(`${table.toString().replaceAll(/ +$/gm, '')}\n`);
    },
    result(data, sentence) {
      if (json) asJson(data);
      else write(`${sentence}\n`);
    },
  };
}
