import { childrenOf, type ModdleElement, type ModdleWarning } from './moddle.ts';

/** The text of references that name no element and mean something all the same. */
export type ReferenceTexts = ReadonlyMap<ModdleElement, ReadonlyMap<string, string>>;

export interface ResolvedReferences {
  readonly texts: ReferenceTexts;
  /** What is still unresolved, and every other warning. */
  readonly warnings: readonly ModdleWarning[];
}

/**
 * References whose text means something by itself: in Camunda 7 an error code may stand where the error
 * should, and a variable where the collection of a multi-instance should.
 */
const meaningfulTexts: ReadonlySet<string> = new Set(['errorRef', 'loopDataInputRef', 'loopDataOutputRef']);

/** References are qualified names (BPMN 2.0 §15.3.2): what moddle does not find is sought without its prefix. */
export function resolveReferences(
  warnings: readonly ModdleWarning[],
  elementsById: Readonly<Record<string, ModdleElement>>,
): ResolvedReferences {
  const texts = new Map<ModdleElement, Map<string, string>>();
  const remaining = warnings.filter((warning) => {
    const { element, property, value } = warning;
    if (!warning.message.startsWith('unresolved reference')) return true;
    if (element === undefined || property === undefined || value === undefined) return true;
    const name = property.replace('bpmn:', '');
    const target = elementsById[value.slice(value.indexOf(':') + 1)];
    if (value.includes(':') && target !== undefined) {
      refer(element, name, target);
      return false;
    }
    if (!meaningfulTexts.has(name)) return true;
    texts.set(element, (texts.get(element) ?? new Map<string, string>()).set(name, value));
    return false;
  });
  return { texts, warnings: remaining };
}

const listReferences: ReadonlySet<string> = new Set(['sourceRef', 'flowNodeRef', 'eventDefinitionRef']);

function refer(element: ModdleElement, property: string, target: ModdleElement): void {
  const isList = listReferences.has(property) && Array.isArray(element.get(property));
  element.set(property, isList ? [...childrenOf(element, property), target] : target);
}

export function textOfReference(
  texts: ReferenceTexts,
  element: ModdleElement,
  property: string,
): string | null {
  return texts.get(element)?.get(property) ?? null;
}
