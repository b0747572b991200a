import type { ActivityNode } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { ownNames } from './loops/own-names.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';
import { propagateVariables } from './variables.ts';

/**
 * What an activity brought back. Where results stay local only the output mappings leave the activity;
 * else every result goes outwards to where its name is known: what an input
 * mapping has made local stays so, and an instance of a loop keeps what it has for itself.
 */
export function writeResults(
  turn: Turn,
  node: Pick<ActivityNode, 'resultsStayLocal'>,
  element: ElementInstance,
  results: JsonObject,
): void {
  const { own, others } = !node.resultsStayLocal ? apart(turn, element, results) : all(results);
  if (Object.keys(own).length > 0) turn.record({ type: 'variablesSet', scopeId: element.id, variables: own });
  writeEventResults(turn, node, element.id, element.id, others);
}

interface Apart {
  readonly own: JsonObject;
  readonly others: JsonObject;
}

const nothing: JsonObject = Object.freeze({});

function all(results: JsonObject): Apart {
  return { own: nothing, others: results };
}

function apart(turn: Turn, element: ElementInstance, results: JsonObject): Apart {
  if (element.index === null) return all(results);
  const node = turn.nodeOf(element);
  if (!('loop' in node) || node.loop === null) return all(results);
  const names = ownNames(node.loop);
  const isOwn = ([name]: readonly [string, unknown]) => names.includes(name);
  const entries = Object.entries(results);
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    others: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  };
}

/** The same for what an event brought: local to `localId`, or to the scopes from `scopeId` outwards. */
export function writeEventResults(
  turn: Turn,
  node: { readonly resultsStayLocal: boolean },
  localId: string,
  scopeId: string,
  results: JsonObject,
): void {
  if (!node.resultsStayLocal) {
    propagateVariables(turn, scopeId, results);
  } else if (Object.keys(results).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: localId, variables: results });
  }
}
