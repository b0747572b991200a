import { hasEnded, type InstanceState } from '../../execution/state.ts';
import { graphOf, type ProcessGraph } from '../../model/process-graph.ts';
import { sequence, userTask } from '../model.ts';
import type { RandomProcess } from './block.ts';
import { processAround } from './draft-process.ts';
import { type Helped, nextHelp } from './help.ts';
import { chosen, type Path } from './path.ts';
import { World } from './world.ts';

const enoughHelp = 300;
const tooManyTokens = 150;
/** What goes round in circles is cancelled. */
const tooManyEvents = 2_000;

/** The processes of a random run by their names; those that are called end in one that calls nobody. */
export function graphsOf({ body, beside, called }: RandomProcess): ReadonlyMap<string, ProcessGraph> {
  return new Map([
    ['main', graphOf(processAround(body, beside, ''))],
    ['called', graphOf(processAround(called, [], 'last '))],
    ['last called', sequence(userTask('user'))],
  ]);
}

/** Starts the process, lets things happen to it, helps it to its end, and cancels what no help ends; stops at the first fault. */
export function randomRun(
  graphs: ReadonlyMap<string, ProcessGraph>,
  { variables, happenings, stepsPerTurn }: Path,
): World {
  const world = new World(graphs, stepsPerTurn);
  world.start('main', variables);
  for (const happening of happenings) {
    if (world.found.length > 0 || isTooLarge(world)) break;
    const choice = chosen(world.hosts, happening);
    if (choice !== null) world.execute(choice.instanceId, choice.command);
  }
  help(world);
  for (const [instanceId] of world.live) {
    if (world.found.length === 0) world.execute(instanceId, { type: 'cancelInstance', reason: null });
  }
  if (world.found.length === 0) world.found = [...world.hosts.values()].flatMap((host) => host.forbidden());
  return world;
}

function help(world: World): void {
  const helped = new Map<string, Helped>();
  for (let times = 0; world.found.length === 0 && !isTooLarge(world); times++) {
    const helping = nextHelp(world.live, helped);
    if (helping === null) {
      world.found = world.live.flatMap(([, { state }]) => unended(state));
      return;
    }
    if (times > enoughHelp) return;
    world.execute(helping.instanceId, helping.command);
  }
}

/** With help every process ends, save one whose tokens wait at a join for others that cannot come, and who waits for it. */
function unended(state: InstanceState): string[] {
  if (hasEnded(state) || state.joins.size > 0) return [];
  const isCalling = [...state.elements.values()].some(({ wait }) => wait?.kind === 'call');
  return isCalling ? [] : ['it has not ended, and nothing helps'];
}

function isTooLarge(world: World): boolean {
  const tokens = world.live.reduce((sum, [, { state }]) => sum + state.elements.size, 0);
  return tokens > tooManyTokens || world.events.length > tooManyEvents;
}
