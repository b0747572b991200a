import { idOf } from '../moddle.ts';
import { rootElements, type SourceDocument } from '../source-document.ts';

/** `calledElement` is a qualified name: where the file has what is called, its prefix goes. */
export function calledIdIn(written: string, { definitions }: SourceDocument): string {
  const local = written.slice(written.indexOf(':') + 1);
  const inFile = rootElements(definitions, 'bpmn:CallableElement').some((element) => idOf(element) === local);
  return inFile ? local : written;
}
