import type { Place } from './excerpt.ts';

/** A part of a statement's line. */
export interface Part extends Place {
  readonly kind: 'word' | 'quotedId' | 'text' | 'expression' | 'arrow';
  readonly text: string;
}

/** `KEYWORD id "Name" …` and the lines below it. */
export interface Statement extends Place {
  readonly kind: 'statement';
  readonly parts: readonly Part[];
  readonly block: readonly Entry[];
}

/** `key: value`; a value over several lines is `isBlock`. */
export interface Attribute extends Place {
  readonly kind: 'attribute';
  readonly key: string;
  readonly value: Value | null;
  readonly block: readonly Entry[];
}

/** `- value`. */
export interface Item extends Place {
  readonly kind: 'item';
  readonly value: Value | null;
  readonly block: readonly Entry[];
}

export interface Value extends Place {
  readonly text: string;
  readonly isBlock: boolean;
}

export type Entry = Statement | Attribute | Item;
