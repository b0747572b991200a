import { errorAt, type Finding, warningAt } from '../../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement, nameOf, textOf } from '../../moddle.ts';
import { targetOf } from '../dmn-moddle.ts';
import type { DmnCheck } from './check.ts';

/** A requirement, and the kinds of elements it may name. */
const requirements = [
  ['informationRequirement', 'requiredDecision', ['dmn:Decision']],
  ['informationRequirement', 'requiredInput', ['dmn:InputData']],
  ['knowledgeRequirement', 'requiredKnowledge', ['dmn:BusinessKnowledgeModel', 'dmn:DecisionService']],
] as const;
const members = [
  ['outputDecision', ['dmn:Decision']],
  ['encapsulatedDecision', ['dmn:Decision']],
  ['inputDecision', ['dmn:Decision']],
  ['inputData', ['dmn:InputData']],
] as const;

/** What a decision requires is in the file, and of the kind required. */
export const references: DmnCheck = ({ definitions }) => {
  const elements = childrenOf(definitions, 'drgElement');
  const types = new Map(elements.flatMap((element) => [[idOf(element) ?? '', element.$type] as const]));
  return [
    ...childrenOf(definitions, 'import').map((element) =>
      warningAt(
        idOf(element),
        'import',
        `Expected everything in one file, but found an import of '${textOf(element, 'namespace') ?? ''}'`,
      ),
    ),
    ...elements.flatMap((element) =>
      referencesOf(element).flatMap(([reference, kinds]) => unknown(element, reference, kinds, types)),
    ),
  ];
};

type Reference = readonly [reference: ModdleElement, kinds: readonly string[]];

function referencesOf(element: ModdleElement): readonly Reference[] {
  if (element.$type === 'dmn:DecisionService') {
    return members.flatMap(([name, kinds]) =>
      childrenOf(element, name).map((reference): Reference => [reference, kinds]),
    );
  }
  if (element.$type !== 'dmn:Decision' && element.$type !== 'dmn:BusinessKnowledgeModel') return [];
  const own = requirements.filter(
    ([holder]) => holder !== 'informationRequirement' || element.$type === 'dmn:Decision',
  );
  return own.flatMap(([holder, name, kinds]) =>
    childrenOf(element, holder).flatMap((requirement): readonly Reference[] => {
      const reference = childOf(requirement, name);
      return reference === null ? [] : [[reference, kinds]];
    }),
  );
}

function unknown(
  element: ModdleElement,
  reference: ModdleElement,
  kinds: readonly string[],
  types: ReadonlyMap<string, string>,
): readonly Finding[] {
  const target = targetOf(reference);
  if (target !== null && kinds.includes(types.get(target) ?? '')) return [];
  const kind = kinds.map((type) => type.slice('dmn:'.length)).join(' or ');
  const found = (textOf(reference, 'href') ?? '').slice(0, 100);
  const message = `Expected '${nameOf(element) ?? ''}' to require a ${kind} of the file, but found '${found}'`;
  return [errorAt(idOf(element), 'unresolved-reference', message)];
}
