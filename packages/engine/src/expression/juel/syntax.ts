import type { Json } from '../../model/json.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '>' | '<=' | '>=';

/** A parsed `${…}`. Positions are 0-based in the whole source, template text included. */
export type Node =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'variable'; readonly name: string; readonly position: number }
  | { readonly kind: 'property'; readonly target: Node; readonly name: string; readonly position: number }
  | { readonly kind: 'element'; readonly target: Node; readonly index: Node; readonly position: number }
  | { readonly kind: 'negate'; readonly operand: Node; readonly position: number }
  | { readonly kind: 'not'; readonly operand: Node; readonly position: number }
  | { readonly kind: 'empty'; readonly operand: Node }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Node;
      readonly right: Node;
      readonly position: number;
    }
  | {
      readonly kind: 'logical';
      readonly operator: 'and' | 'or';
      readonly left: Node;
      readonly right: Node;
      readonly position: number;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Node;
      readonly whenTrue: Node;
      readonly whenFalse: Node;
      readonly position: number;
    }
  | {
      readonly kind: 'method';
      readonly target: Node;
      readonly name: string;
      readonly args: readonly Node[];
      readonly position: number;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Node[];
      readonly position: number;
    };

/** A whole JUEL text: one value that keeps its type, or text with values written into it. */
export type Template =
  | { readonly kind: 'single'; readonly node: Node }
  | { readonly kind: 'text'; readonly parts: readonly (string | Node)[] };
