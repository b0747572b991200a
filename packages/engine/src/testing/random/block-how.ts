export const awaited = ['message', 'signal', 'timer', 'conditional'] as const;
export type Awaits = (typeof awaited)[number];

export type Rest = 'no' | 'before' | 'after' | 'both';

export type Looping =
  | {
      readonly kind: 'standard';
      readonly times: number;
      readonly testBefore: boolean;
      readonly maximum: number | null;
    }
  | {
      readonly kind: 'multi';
      readonly sequential: boolean;
      readonly over: 'cardinality' | 'collection';
      readonly count: number;
      /** So many completed instances suffice. */
      readonly enough: number | null;
      readonly collects: boolean;
      readonly tells: 'signal' | 'message' | 'escalation' | 'error' | null;
    };
