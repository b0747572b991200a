import type { ScriptTask } from '@wbpm/engine';
import { errorAt, type Report } from '../finding.ts';
import { extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { activityBase } from './node-base.ts';
import { foundText } from './not-executable.ts';
import { optionalVariable } from './variable-name.ts';
import { feel } from './written-expression.ts';

const languages: ReadonlyMap<string, ScriptTask['language']> = new Map<string, ScriptTask['language']>([
  ['javascript', 'javascript'],
  ['js', 'javascript'],
  ['ecmascript', 'javascript'],
  ['text/javascript', 'javascript'],
  ['application/javascript', 'javascript'],
  ['feel', 'feel'],
]);

export function compileScriptTask(node: SourceNode, report: Report): ScriptTask {
  const { element, id } = node;
  const base = activityBase(node, report);
  const inline = extensionOf(element, 'zeebe:Script');
  const result = textOf(inline, 'resultVariable') ?? textOf(element, 'camunda:resultVariable');
  const resultVariable = optionalVariable(result, 'the result variable', id, report);
  const source = textOf(inline, 'expression') ?? textOf(element, 'script') ?? '';
  const format = textOf(element, 'scriptFormat')?.toLowerCase() ?? '';
  const language = inline === null ? languages.get(format) : 'feel';
  if (language === undefined) {
    const found = foundText(element, 'scriptFormat');
    const message = `Expected the script format javascript or feel, but found ${found === 'none' ? found : `'${found}'`}`;
    report(errorAt(id, 'not-executable', message));
  }
  switch (language) {
    case 'feel':
      return { ...base, type: 'scriptTask', language, source: feel(source).source, resultVariable };
    case 'javascript':
    case undefined:
      return { ...base, type: 'scriptTask', language: 'javascript', source, resultVariable };
  }
}
