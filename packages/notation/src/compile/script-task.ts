import type { ScriptTask } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { activityBase } from './node-base.ts';
import { foundText } from './not-executable.ts';
import { optionalVariable } from './variable-name.ts';
import { feel, juel } from './written-expression.ts';

const languages: ReadonlyMap<string, ScriptTask['language']> = new Map<string, ScriptTask['language']>([
  ['javascript', 'javascript'],
  ['js', 'javascript'],
  ['ecmascript', 'javascript'],
  ['text/javascript', 'javascript'],
  ['application/javascript', 'javascript'],
  ['feel', 'feel'],
  ['juel', 'juel'],
]);

export function compileScriptTask(node: SourceNode, context: CompileContext): ScriptTask {
  const { element, id } = node;
  const { report } = context;
  const base = activityBase(node, context);
  const inline = extensionOf(element, 'zeebe:Script');
  const result = textOf(inline, 'resultVariable') ?? textOf(element, 'camunda:resultVariable');
  const resultVariable = optionalVariable(result, 'the result variable', id, report);
  const source = textOf(inline, 'expression') ?? textOf(element, 'script') ?? '';
  const format = (textOf(element, 'scriptFormat') ?? textOf(element, 'scriptLanguage'))?.toLowerCase() ?? '';
  const language = inline === null ? languages.get(format) : 'feel';
  if (language === undefined) {
    const found = foundText(element, 'scriptFormat');
    const message = `Expected the script format javascript, feel or juel, but found ${found === 'none' ? found : `'${found}'`}`;
    report(errorAt(id, 'not-executable', message));
  }
  switch (language) {
    case 'feel':
      return { ...base, type: 'scriptTask', language, source: feel(source).source, resultVariable };
    case 'juel':
      return { ...base, type: 'scriptTask', language, source: juel(source).source, resultVariable };
    case 'javascript':
    case undefined:
      return { ...base, type: 'scriptTask', language: 'javascript', source, resultVariable };
  }
}
