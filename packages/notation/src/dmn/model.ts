import {
  type DecisionModel,
  type DecisionNode,
  type DecisionService,
  type InputData,
  isFeelIdentifier,
  type KnowledgeModel,
  type Requirements,
} from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import { hrefOf, targetOf, vendorAttribute } from './dmn-moddle.ts';
import { functionIn, logicIn } from './logic.ts';
import { namesIn } from './names.ts';
import { inside, type Reading, typedName } from './reading.ts';
import { componentNames } from './types.ts';

/** Reads everything a file decides. An element without an id, which nothing can require, goes by its name. */
export function modelIn(definitions: ModdleElement, reading: Reading): DecisionModel {
  const elements = childrenOf(definitions, 'drgElement');
  const parts: Parts = { decisions: [], inputs: [], knowledge: [], services: [] };
  for (const element of elements) {
    const id = idOf(element) ?? nameOf(element);
    if (id !== null) addTo(parts, element, id, inside(reading, element));
    else reading.report(errorAt(null, 'missing-id', 'Expected every element to have an id, but found none'));
  }
  const modelId = idOf(definitions) ?? textOf(definitions, 'namespace') ?? '';
  const model = { modelId, name: nameOf(definitions) ?? modelId, ...parts };
  const names = new Set([...namesIn(model), ...componentNames(definitions)]);
  return { ...model, oddNames: [...names].filter((name) => name !== '' && !isFeelIdentifier(name)) };
}

interface Parts {
  readonly decisions: DecisionNode[];
  readonly inputs: InputData[];
  readonly knowledge: KnowledgeModel[];
  readonly services: DecisionService[];
}

function addTo(parts: Parts, element: ModdleElement, id: string, reading: Reading): void {
  const name = nameOf(element) ?? id;
  const variable = typedName(childOf(element, 'variable'), name, reading);
  switch (element.$type) {
    case 'dmn:Decision': {
      const logic = childOf(element, 'decisionLogic');
      const versionTag = vendorAttribute(element, 'versionTag');
      parts.decisions.push({
        id,
        name,
        ...(versionTag !== null && { versionTag }),
        variable,
        requires: requirementsOf(element),
        logic: logic === null ? null : logicIn(logic, variable.name, reading),
      });
      return;
    }
    case 'dmn:InputData':
      parts.inputs.push({ id, variable });
      return;
    case 'dmn:BusinessKnowledgeModel': {
      const logic = childOf(element, 'encapsulatedLogic');
      if (logic === null) {
        reading.report(errorAt(id, 'missing-logic', `Expected '${name}' to have a function, but found none`));
        return;
      }
      const definition = functionIn(logic, variable.name, reading);
      parts.knowledge.push({ id, variable, requires: requirementsOf(element), logic: definition });
      return;
    }
    case 'dmn:DecisionService':
      parts.services.push({
        id,
        name,
        variable,
        inputs: targetsOf(element, 'inputData'),
        givenDecisions: targetsOf(element, 'inputDecision'),
        outputDecisions: targetsOf(element, 'outputDecision'),
      });
  }
}

function requirementsOf(element: ModdleElement): Requirements {
  const hasInformation = element.$type === 'dmn:Decision';
  const information = hasInformation ? childrenOf(element, 'informationRequirement') : [];
  return {
    decisions: information.flatMap((requirement) => hrefOf(requirement, 'requiredDecision') ?? []),
    inputs: information.flatMap((requirement) => hrefOf(requirement, 'requiredInput') ?? []),
    knowledge: childrenOf(element, 'knowledgeRequirement').flatMap(
      (requirement) => hrefOf(requirement, 'requiredKnowledge') ?? [],
    ),
  };
}

function targetsOf(element: ModdleElement, property: string): readonly string[] {
  return childrenOf(element, property).flatMap((reference) => targetOf(reference) ?? []);
}
