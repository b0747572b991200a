import type { BehaviorEvent, Expression, Loop, MultiInstance } from '@wbpm/engine';
import { childOf, childrenOf, extensionOf, flagOf, type ModdleElement, textOf } from '../moddle.ts';
import { textOfReference } from '../references.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { sourceOf } from './data-associations.ts';
import { formalExpression } from './formal-expression.ts';
import { eventDefinitionsOf } from './not-executable.ts';
import { throwOf } from './throws.ts';
import { isVariableName, optionalVariable } from './variable-name.ts';
import { feel, variableExpression, writtenExpression } from './written-expression.ts';

export function compileLoop(node: SourceNode, context: CompileContext): Loop | null {
  const loop = childOf(node.element, 'loopCharacteristics');
  if (loop === null) return null;
  return loop.$type === 'bpmn:StandardLoopCharacteristics'
    ? standardLoop(loop, node, context)
    : multiInstance(loop, node, context);
}

function standardLoop(loop: ModdleElement, node: SourceNode, context: CompileContext): Loop {
  const maximum = loop.get('loopMaximum');
  return {
    kind: 'standard',
    condition: expressionIn(loop, 'loopCondition', 'loop condition', node, context),
    testBefore: flagOf(loop, 'testBefore'),
    maximum: typeof maximum === 'number' ? feel(String(maximum)) : null,
  };
}

function multiInstance(loop: ModdleElement, node: SourceNode, context: CompileContext): MultiInstance {
  const zeebe = extensionOf(loop, 'zeebe:LoopCharacteristics');
  const item = childOf(loop, 'inputDataItem');
  const inputElement =
    textOf(loop, 'camunda:elementVariable') ??
    textOf(zeebe, 'inputElement') ??
    (item === null ? null : context.data.variableOf(item));
  return {
    kind: 'multiInstance',
    sequential: flagOf(loop, 'isSequential'),
    cardinality: expressionIn(loop, 'loopCardinality', 'loop cardinality', node, context),
    collection: collectionOf(loop, node, context),
    inputElement: optionalVariable(inputElement, 'the variable of an item', node.id, context.report),
    outputCollection: outputCollectionOf(loop, node, context),
    outputElement: outputElementOf(loop, context),
    completionCondition: expressionIn(loop, 'completionCondition', 'completion condition', node, context),
    behaviorEvents: behaviorEventsOf(loop, node, context),
    ...((flagOf(loop, 'camunda:asyncBefore') || flagOf(loop, 'camunda:async')) && { asyncBefore: true }),
    ...(flagOf(loop, 'camunda:asyncAfter') && { asyncAfter: true }),
  };
}

/** A data input is filled by its association; anything else is a variable itself. */
function collectionOf(loop: ModdleElement, node: SourceNode, context: CompileContext): Expression | null {
  const zeebe = textOf(extensionOf(loop, 'zeebe:LoopCharacteristics'), 'inputCollection');
  const written =
    zeebe ??
    textOf(loop, 'camunda:collection') ??
    textOfReference(context.document.texts, loop, 'loopDataInputRef');
  if (written !== null) {
    return isVariableName(written) ? variableExpression(written) : writtenExpression(written);
  }
  const input = childOf(loop, 'loopDataInputRef');
  if (input === null) return null;
  const association = childrenOf(node.element, 'dataInputAssociations').find(
    (candidate) => childOf(candidate, 'targetRef') === input,
  );
  const filled = association === undefined ? null : sourceOf(association, node, context);
  const variable = context.data.variableOf(input);
  return filled ?? (variable === null ? null : variableExpression(variable));
}

function outputCollectionOf(loop: ModdleElement, node: SourceNode, context: CompileContext): string | null {
  const zeebe = textOf(extensionOf(loop, 'zeebe:LoopCharacteristics'), 'outputCollection');
  const written =
    zeebe ??
    textOf(loop, 'apg:outputCollection') ??
    textOfReference(context.document.texts, loop, 'loopDataOutputRef');
  if (written !== null) {
    return optionalVariable(written, 'the variable of the collected results', node.id, context.report);
  }
  const output = childOf(loop, 'loopDataOutputRef');
  if (output === null) return null;
  const association = childrenOf(node.element, 'dataOutputAssociations').find((candidate) =>
    childrenOf(candidate, 'sourceRef').includes(output),
  );
  return context.data.variableOf((association && childOf(association, 'targetRef')) ?? output);
}

function outputElementOf(loop: ModdleElement, context: CompileContext): Expression | null {
  const zeebe = textOf(extensionOf(loop, 'zeebe:LoopCharacteristics'), 'outputElement');
  const written = zeebe ?? textOf(loop, 'apg:outputElement');
  if (written !== null) return writtenExpression(written);
  const item = childOf(loop, 'outputDataItem');
  const variable = item === null ? null : context.data.variableOf(item);
  return variable === null ? null : variableExpression(variable);
}

/** `behavior` says which of the events count (BPMN 2.0 table 10.30). */
function behaviorEventsOf(
  loop: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): readonly BehaviorEvent[] {
  const event = (when: 'one' | 'none', property: string): readonly BehaviorEvent[] => {
    const definition = childOf(loop, property);
    const thrown = definition === null ? null : throwOf(definition, node, context);
    return thrown === null ? [] : [{ when, condition: null, throws: thrown }];
  };
  switch (loop.get('behavior')) {
    case 'One':
      return event('one', 'oneBehaviorEventRef');
    case 'None':
      return event('none', 'noneBehaviorEventRef');
    case 'Complex':
      return childrenOf(loop, 'complexBehaviorDefinition').flatMap((definition) =>
        complexEvents(definition, node, context),
      );
    default:
      return [];
  }
}

function complexEvents(
  definition: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): readonly BehaviorEvent[] {
  const event = childOf(definition, 'event');
  const condition = expressionIn(definition, 'condition', 'condition', node, context);
  return (event === null ? [] : eventDefinitionsOf(event)).flatMap((thrown): readonly BehaviorEvent[] => {
    const throws = throwOf(thrown, node, context);
    return throws === null ? [] : [{ when: 'complex', condition, throws }];
  });
}

function expressionIn(
  holder: ModdleElement,
  property: string,
  what: string,
  node: SourceNode,
  context: CompileContext,
): Expression | null {
  const element = childOf(holder, property);
  return element === null ? null : formalExpression(element, what, node.id, context.report);
}
