import type { JsonObject } from '../../model/json.ts';

/** One thing done to the tokens of an instance by hand. */
export type Modification =
  | {
      readonly kind: 'activate';
      /** An element, or a sequence flow: its token comes over it. */
      readonly elementId: string;
      /** `after`: over the one flow that leaves the element. */
      readonly position: 'before' | 'after';
      /** The live scope in which it happens, where several could be meant. */
      readonly scopeId: string | null;
      /** Local to the outermost element instance that begins by it. */
      readonly variables: JsonObject;
    }
  /** `target`: one element instance, or an element: all that runs of it. */
  | { readonly kind: 'cancel'; readonly target: string }
  /** Ends what `from` names, as in `cancel`, and begins `to` once for each. */
  | { readonly kind: 'move'; readonly from: string; readonly to: string };
