import type { Expression } from '@wbpm/engine';
import { warningAt } from '../finding.ts';
import { childOf, childrenOf, extensionOf, type ModdleElement, textOf } from '../moddle.ts';
import { rootElements } from '../source-document.ts';
import type { CompileContext } from './context.ts';
import { formalExpression } from './formal-expression.ts';
import { writtenExpression } from './written-expression.ts';

/** Whether a message is received, or sent. */
export type Direction = 'in' | 'out';

/**
 * What a message is matched by: an attribute of the holder, Zeebe's subscription, or the correlation
 * subscription of the process (BPMN 2.0 §8.4.2). Null: its name alone decides.
 */
export function correlationKeyOf(
  holder: ModdleElement,
  message: ModdleElement | null,
  direction: Direction,
  elementId: string,
  context: CompileContext,
): Expression | null {
  const subscription = message === null ? null : extensionOf(message, 'zeebe:Subscription');
  const written =
    textOf(holder, 'apg:correlationKey') ??
    textOf(message, 'apg:correlationKey') ??
    textOf(subscription, 'correlationKey');
  if (written !== null) return writtenExpression(written);
  return message === null ? null : retrievedKey(message, direction, elementId, context);
}

/** The receiver compares the value of its data path, the sender gives that of the message path. */
function retrievedKey(
  message: ModdleElement,
  direction: Direction,
  elementId: string,
  context: CompileContext,
): Expression | null {
  const properties = rootElements(context.document.definitions, 'bpmn:CorrelationProperty').flatMap(
    (property) => {
      const retrieval = childrenOf(property, 'correlationPropertyRetrievalExpression').find(
        (candidate) => childOf(candidate, 'messageRef') === message,
      );
      const path = retrieval === undefined ? null : childOf(retrieval, 'messagePath');
      const binding = bindingOf(property, context);
      return path === null
        ? []
        : [{ path, dataPath: binding === null ? null : childOf(binding, 'dataPath') }];
    },
  );
  const [only] = properties;
  if (only === undefined) return null;
  if (properties.length > 1) {
    const found = `Expected one correlation property for the message, but found ${properties.length}; they have no effect here`;
    context.report(warningAt(elementId, 'correlation', found));
    return null;
  }
  const path = direction === 'out' ? only.path : only.dataPath;
  return path === null ? null : formalExpression(path, 'correlation path', elementId, context.report);
}

function bindingOf(property: ModdleElement, { graph }: CompileContext): ModdleElement | null {
  return (
    childrenOf(graph.process, 'correlationSubscriptions')
      .flatMap((subscription) => childrenOf(subscription, 'correlationPropertyBinding'))
      .find((binding) => childOf(binding, 'correlationPropertyRef') === property) ?? null
  );
}
