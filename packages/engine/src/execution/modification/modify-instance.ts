import { ExpressionError } from '../../expression/expression-error.ts';
import type { CommandOf } from '../command.ts';
import { goOnAfter } from '../compensation/compensate.ts';
import { RejectionSignal } from '../rejection.ts';
import { setLocal } from '../set-local.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { activate } from './activate.ts';
import { cancel, endEmptied, meantBy } from './cancel.ts';
import type { Modification } from './modification.ts';

/**
 * Moves tokens by hand, after the model of Camunda 7's process instance modification. What is to be cancelled
 * is what ran before; then everything begins that is to begin; then what is left without a token ends: a scope
 * is cancelled with the last thing in it, and so is the instance.
 *
 * The turn works on a copy of the state: a fault that shows half-way leaves the instance as it was.
 */
export function modifyInstance(turn: Turn, command: CommandOf<'modifyInstance'>): void {
  const { instructions, variables, reason } = command;
  const meant = instructions.map((instruction) => tokensOf(turn, instruction));
  const leaving = meant.map((tokens) => tokens.map((token) => scopesAround(turn, token)));
  turn.record({ type: 'instanceModified', instructions, reason });
  setLocal(turn, turn.state.instanceId, variables);
  try {
    const cancelled = meant.flat().filter((token) => cancelIfLive(turn, token));
    for (const [index, instruction] of instructions.entries()) begin(turn, instruction, leaving[index] ?? []);
    // Once everything has begun, since the last handler may end the scope, or the instance.
    for (const token of cancelled) goOnAfter(turn, token);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new RejectionSignal('MODIFICATION_REFUSED', error.message);
  }
  const emptied = leaving.flat(2).filter((id) => id === turn.state.instanceId || turn.state.elements.has(id));
  for (const scopeId of new Set(emptied)) endEmptied(turn, scopeId, reason);
}

/** What went with the scope around it, or is named twice, is gone already. */
function cancelIfLive(turn: Turn, token: ElementInstance): boolean {
  if (turn.state.elements.get(token.id) !== token) return false;
  cancel(turn, token);
  return true;
}

function tokensOf(turn: Turn, instruction: Modification): readonly ElementInstance[] {
  switch (instruction.kind) {
    case 'activate':
      return [];
    case 'cancel':
      return meantBy(turn, instruction.target);
    case 'move':
      return meantBy(turn, instruction.from);
  }
}

/** Innermost first, up to the instance. */
function scopesAround(turn: Turn, token: ElementInstance): readonly string[] {
  const around = [token.scopeId];
  for (let scope = turn.state.elements.get(token.scopeId); scope !== undefined; ) {
    around.push(scope.scopeId);
    scope = turn.state.elements.get(scope.scopeId);
  }
  return around;
}

function begin(turn: Turn, instruction: Modification, leaving: readonly (readonly string[])[]): void {
  switch (instruction.kind) {
    case 'activate':
      activate(turn, instruction);
      return;
    case 'cancel':
      return;
    case 'move':
      for (const around of leaving) {
        activate(
          turn,
          { elementId: instruction.to, position: 'before', scopeId: null, variables: {} },
          around,
        );
      }
      return;
  }
}
