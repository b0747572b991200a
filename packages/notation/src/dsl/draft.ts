import type { Place } from './excerpt.ts';

/** Properties of a part of the document, in the making: the schema judges them at the end. */
export type Draft = Record<string, unknown>;

export interface Named extends Place {
  readonly id: string;
  readonly name: string | null;
  /** The last line of what belongs to it. */
  readonly lastLine: number;
}
