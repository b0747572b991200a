import type { ProcessModel } from '@wbpm/engine';
import { semanticText } from '../document/semantic-hash.ts';

/** What models mean when the order of their elements says nothing, as texts that follow the flows do not keep it. */
export function unorderedMeaning(models: readonly ProcessModel[]): string {
  return semanticText(
    models.map((model) => ({
      ...model,
      elements: [...model.elements].sort((a, b) => Number(a.id > b.id) - Number(a.id < b.id)),
    })),
  );
}
