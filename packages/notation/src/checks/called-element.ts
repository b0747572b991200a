import { errorAt, type Finding, warningAt } from '../finding.ts';
import { idOf } from '../moddle.ts';
import { rootElements } from '../source-document.ts';
import type { Check } from './check.ts';

/** A call activity says what it calls, and a process of the same file that it calls can run. */
export const calledElement: Check = ({ model, document }) => {
  const drawn = new Set(
    rootElements(document.definitions, 'bpmn:Process')
      .filter((process) => process.get('isExecutable') === false)
      .map(idOf),
  );
  return model.elements.flatMap((element): readonly Finding[] => {
    if (element.type !== 'callActivity') return [];
    const { source, language } = element.calledElement;
    if (source === '') {
      const message = `Expected call activity '${element.id}' to name what it calls, but found nothing`;
      return [errorAt(element.id, 'called-element', message)];
    }
    if (language !== 'literal' || !drawn.has(source)) return [];
    const message = `Expected call activity '${element.id}' to call an executable process, but found '${source}', which is not`;
    return [warningAt(element.id, 'called-element', message)];
  });
};
