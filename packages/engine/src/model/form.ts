import type { Expression } from './expression.ts';
import type { Json } from './json.ts';

export interface FormOption {
  readonly value: string;
  readonly label: string;
}

/** One input of a generated form; `id` is the variable it reads and writes. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly type: 'string' | 'text' | 'number' | 'boolean' | 'date' | 'select';
  readonly required: boolean;
  readonly readonly: boolean;
  readonly options: readonly FormOption[];
  readonly defaultValue: Json;
  readonly min: number | null;
  readonly max: number | null;
}

/** Fields drawn by the task page, or the key of a form that lives elsewhere. */
export type Form =
  | { readonly kind: 'fields'; readonly fields: readonly FormField[] }
  | { readonly kind: 'key'; readonly key: Expression };
