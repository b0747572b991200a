import type { Expression } from '../../model/expression.ts';
import type { Loop, MultiInstance } from '../../model/loop.ts';

export const loopCounter = 'loopCounter';

/**
 * Variables every instance of a loop has for itself: a result of such a name stays in the instance instead
 * of overwriting that of its siblings. An output element that is a plain variable, or a path into one, is
 * among them.
 */
export function ownNames(loop: Loop): readonly string[] {
  switch (loop.kind) {
    case 'standard':
      return [loopCounter];
    case 'multiInstance': {
      const output = collectedVariable(loop);
      return [
        loopCounter,
        ...(loop.inputElement === null ? [] : [loop.inputElement]),
        ...(output === null ? [] : [output]),
      ];
    }
  }
}

const path = /^(?<root>[\p{L}_]\w*)(?:\.[\p{L}_]\w*)*$/u;
const singlePart = /^[$#]\{(?<inner>[^{}]*)\}$/;

/** The variable an output element reads when it is nothing but a variable or a path into one. */
export function collectedVariable({ outputCollection, outputElement }: MultiInstance): string | null {
  if (outputCollection === null || outputElement === null) return null;
  return variableReadBy(outputElement);
}

function variableReadBy(expression: Expression): string | null {
  const source = expression.source.trim();
  switch (expression.language) {
    case 'feel':
      return path.exec(source)?.groups?.['root'] ?? null;
    case 'juel':
      return path.exec(singlePart.exec(source)?.groups?.['inner']?.trim() ?? '')?.groups?.['root'] ?? null;
    case 'literal':
    case 'list':
    case 'map':
      return null;
  }
}
