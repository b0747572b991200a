import fc from 'fast-check';
import type { Command } from '../../execution/command.ts';
import { hasEnded } from '../../execution/state.ts';
import { meddling, misguided, waking } from './commands.ts';
import type { Seen } from './host.ts';
import { type Switches, switches } from './switches.ts';

/** One thing that happens: the choice among what is possible then, and what it may bring along. */
export interface Happening {
  readonly kind: 'waking' | 'meddling' | 'misguided';
  readonly pick: number;
  readonly switches: Switches;
}

export interface Path {
  readonly variables: Switches;
  readonly happenings: readonly Happening[];
  readonly stepsPerTurn: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(
    'waking',
    'waking',
    'waking',
    'waking',
    'waking',
    'meddling',
    'meddling',
    'misguided',
  ),
  pick: fc.nat(9_999),
  switches,
});

export const path: fc.Arbitrary<Path> = fc.record({
  variables: switches,
  happenings: fc.array(happening, { minLength: 1, maxLength: 20, size: 'max' }),
  stepsPerTurn: fc.constantFrom(3, 7, 1_000),
});

/** The instance a happening comes to, and its command; null when none is live. */
export function chosen(
  hosts: ReadonlyMap<string, Seen>,
  { kind, pick, switches: values }: Happening,
): { readonly instanceId: string; readonly command: Command } | null {
  const live = [...hosts].filter(([, host]) => !hasEnded(host.state));
  const commands = live.flatMap(([instanceId, { graph, last }]) => {
    const possible = ((): readonly Command[] => {
      switch (kind) {
        case 'waking':
          return waking(graph, last);
        case 'meddling':
          return meddling(last.state, pick, values);
        case 'misguided':
          return misguided(last.state, pick);
      }
    })();
    return possible.map((command) => ({ instanceId, command }));
  });
  return commands[pick % commands.length] ?? null;
}
