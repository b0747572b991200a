import { type Command, hasEnded, type ProcessGraph } from '@wbpm/engine';
import { type Helped, nextHelp } from '@wbpm/engine/testing/random/help.ts';
import type { Seen } from '@wbpm/engine/testing/random/host.ts';
import { chosen, type Path } from '@wbpm/engine/testing/random/path.ts';

const enoughHelp = 100;
const tooManyTokens = 150;
/** What goes round in circles is cancelled. */
const tooManyEvents = 2_000;

/** One path through a random model: what happens next to an instance and to those it calls. */
export class Walk {
  /** Nothing of one path reaches another. */
  readonly tenantId: string;
  /** The processes of its model by their names. */
  readonly graphs: ReadonlyMap<string, ProcessGraph>;
  /** Goes back to its model. */
  readonly modelSeed: number;
  readonly trace: string[] = [];
  readonly #path: Path;
  readonly #helped = new Map<string, Helped>();
  #happened = 0;
  #helps = 0;

  constructor(
    tenantId: string,
    model: { readonly seed: number; readonly graphs: ReadonlyMap<string, ProcessGraph> },
    path: Path,
  ) {
    this.tenantId = tenantId;
    this.modelSeed = model.seed;
    this.graphs = model.graphs;
    this.#path = path;
  }

  get variables(): Path['variables'] {
    return this.#path.variables;
  }

  /** Null: it has come to its end. */
  next(
    instances: ReadonlyMap<string, Seen>,
  ): { readonly instanceId: string; readonly command: Command } | null {
    const live = [...instances].filter(([, { state }]) => !hasEnded(state));
    const [first] = live;
    if (first === undefined) return null;
    const tokens = live.reduce((sum, [, { state }]) => sum + state.elements.size, 0);
    const events = live.reduce((sum, [, { state }]) => sum + state.sequence, 0);
    if (tokens <= tooManyTokens && events <= tooManyEvents) {
      const { happenings } = this.#path;
      while (this.#happened < happenings.length) {
        const happening = happenings[this.#happened++];
        const choice = happening === undefined ? null : chosen(instances, happening);
        if (choice !== null) return choice;
      }
      const help = this.#helps < enoughHelp ? nextHelp(live, this.#helped) : null;
      this.#helps += 1;
      if (help !== null) return help;
    }
    return { instanceId: first[0], command: { type: 'cancelInstance', reason: null } };
  }
}
