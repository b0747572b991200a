import { evaluate } from '../../expression/evaluate.ts';
import type { TextExpression } from '../../model/expression.ts';
import type { ScriptTask } from '../../model/flow-node.ts';
import type { Json } from '../../model/json.ts';
import { writeResults } from '../results.ts';
import { visibleVariables } from '../turn.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/**
 * FEEL and `${…}` are evaluated in place. JavaScript is run by the host: the turn stops with a request, the
 * element stays ready, and `completeScript` goes on before anything is committed. So a script's effect
 * is part of the same change as the step it belongs to.
 */
export const scriptTask: Behaviour<'scriptTask'> = {
  activate(turn, node, element) {
    switch (node.language) {
      case 'feel':
      case 'juel': {
        const value = evaluate(expressionOf(node, node.language), turn.expressionContext(element.id));
        activated(turn, element);
        writeResults(turn, node, element, scriptResults(node, value, {}));
        return 'passes';
      }
      case 'javascript':
        turn.request = {
          kind: 'script',
          elementInstanceId: element.id,
          elementId: node.id,
          source: node.source,
          variables: visibleVariables(turn.state, element.id),
        };
        return 'stopped';
    }
  },
  leave: conditionalSplit,
};

const expressions = new WeakMap<ScriptTask, TextExpression>();

/** The same object each time, by which what was compiled of it is found. */
function expressionOf(node: ScriptTask, language: TextExpression['language']): TextExpression {
  const expression = expressions.get(node) ?? { language, source: node.source };
  expressions.set(node, expression);
  return expression;
}

/** What a script writes: the variables it set, and its value under the result variable. */
export function scriptResults(
  node: ScriptTask,
  value: Json,
  variables: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const results = Object.assign(Object.create(null) as Record<string, Json>, variables);
  if (node.resultVariable !== null) results[node.resultVariable] = value;
  return results;
}
