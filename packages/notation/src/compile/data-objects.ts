import type { DataObject } from '@wbpm/engine';
import { childOf, childrenOf, extensionsOf, idOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceGraph, SourceScope } from '../source-graph.ts';
import { isVariableName } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

/** The data objects and properties of a process, and the variable every item-aware element stands for. */
export interface DataVariables {
  readonly objects: readonly DataObject[];
  variableOf(element: ModdleElement): string | null;
}

/** bpmn-js gives associations without a target this property; it stands for nothing. */
const placeholder = '__targetRef_placeholder';

export function dataVariablesOf(graph: SourceGraph): DataVariables {
  const objects = graph.scopes.flatMap((scope) =>
    itemsOf(scope).flatMap((element): readonly DataObject[] => {
      const id = idOf(element);
      const variable = itemVariable(element);
      if (id === null || variable === null) return [];
      return [{ id, variable, scopeId: scope.id, initialValue: initialValueOf(element) }];
    }),
  );
  return { objects, variableOf };
}

function itemsOf(scope: SourceScope): readonly ModdleElement[] {
  return [
    ...childrenOf(scope.element, 'flowElements').filter((element) => element.$type === 'bpmn:DataObject'),
    ...childrenOf(scope.element, 'properties'),
  ];
}

/** A reference stands for its data object, a data store for no variable. */
function variableOf(element: ModdleElement): string | null {
  if (element.$type === 'bpmn:DataObjectReference') {
    const object = childOf(element, 'dataObjectRef');
    return object === null ? itemVariable(element) : (ownName(object) ?? itemVariable(object));
  }
  if (element.$type === 'bpmn:DataStoreReference' || element.$type === 'bpmn:DataStore') return null;
  return itemVariable(element);
}

function itemVariable(element: ModdleElement): string | null {
  const name = textOf(element, 'name');
  if (name === placeholder) return null;
  const own = ownName(element);
  if (own !== null) return own;
  const id = idOf(element)?.replace(/[^\p{L}\p{N}_$-]/gu, '_');
  return id !== undefined && isVariableName(id) ? id : null;
}

function ownName(element: ModdleElement): string | null {
  const name = textOf(element, 'name');
  return name !== null && name !== placeholder && isVariableName(name) ? name : null;
}

/** Activiti writes `<extensionElements><activiti:value>…</activiti:value></extensionElements>`. */
function initialValueOf(element: ModdleElement): DataObject['initialValue'] {
  const value = extensionsOf(element).find((extension) => /:value$/i.test(extension.$type));
  if (value === undefined) return null;
  const text = textOf(value, 'value') ?? textOf(value, '$body');
  return text === null ? null : writtenExpression(text);
}
