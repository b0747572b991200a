import type { CallActivity } from '@wbpm/engine';
import { childrenOf, extensionOf, extensionsOf, flagOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { bindingOf } from './binding.ts';
import { passed } from './call-variables.ts';
import { calledIdIn } from './called-id.ts';
import type { CompileContext } from './context.ts';
import { type ActivityBase, activityBase } from './node-base.ts';
import { notExecutable } from './not-executable.ts';
import { writtenExpression } from './written-expression.ts';

type Passing = Pick<CallActivity, 'passIn' | 'passOut' | 'outLocal' | 'outWhenThrown' | 'businessKey'>;

/** One that calls nothing keeps an empty id, which the checks find. */
export function compileCallActivity(node: SourceNode, context: CompileContext): CallActivity {
  const { element } = node;
  const base = activityBase(node, context);
  const zeebe = extensionOf(element, 'zeebe:CalledElement');
  const kind = textOf(zeebe, 'bindingType') ?? textOf(element, 'camunda:calledElementBinding');
  const called =
    textOf(zeebe, 'processId') ??
    textOf(zeebe, 'processIdExpression') ??
    calledIdIn(textOf(element, 'calledElement') ?? '', context.document);
  return {
    ...base,
    type: 'callActivity',
    calledElement: writtenExpression(called),
    binding: bindingOf(
      node,
      kind,
      {
        version: textOf(element, 'camunda:calledElementVersion'),
        tag: textOf(zeebe, 'versionTag') ?? textOf(element, 'camunda:calledElementVersionTag'),
      },
      context,
    ),
    ...(zeebe === null ? camundaPassing(node, base, context) : zeebePassing(zeebe, base)),
  };
}

/** Zeebe passes everything both ways unless told otherwise; output mappings see what came back. */
function zeebePassing(zeebe: ModdleElement, base: ActivityBase): Passing {
  const businessKey = textOf(zeebe, 'businessId');
  return {
    passIn: { every: zeebe.get('propagateAllParentVariables') === false ? 'local' : 'all', mappings: [] },
    passOut: { every: 'all', mappings: [] },
    outLocal: base.outputs.length > 0 || zeebe.get('propagateAllChildVariables') === false,
    businessKey: businessKey === null ? null : writtenExpression(businessKey),
  };
}

/**
 * Camunda passes what `in` and `out` name, out also with an error or escalation; data associations pass the
 * data inputs and outputs as well.
 */
function camundaPassing(node: SourceNode, base: ActivityBase, context: CompileContext): Passing {
  const ins = extensionsOf(node.element).filter(({ $type }) => $type === 'camunda:In');
  const outs = extensionsOf(node.element).filter(({ $type }) => $type === 'camunda:Out');
  const keys = ins.flatMap((binding) => textOf(binding, 'businessKey') ?? []);
  const everything = outs.filter((binding) => textOf(binding, 'variables') === 'all');
  const allLocal = everything.some((binding) => flagOf(binding, 'local'));
  if (allLocal && !outs.every((binding) => flagOf(binding, 'local'))) {
    context.report(notExecutable(node, 'with camunda:out of all variables to itself and others beyond'));
  }
  const dataIn = childrenOf(node.element, 'dataInputAssociations').length > 0 && base.inputs.length > 0;
  const dataOut = childrenOf(node.element, 'dataOutputAssociations').length > 0 && base.outputs.length > 0;
  const whenThrown = node.element.get('apg:outWhenThrown');
  const passIn = passed(ins, node, context);
  const passOut = passed(outs, node, context);
  return {
    passIn: dataIn && passIn.every === 'none' ? { ...passIn, every: 'local' } : passIn,
    passOut: dataOut ? { ...passOut, every: 'all' } : passOut,
    outLocal: dataOut || allLocal || flagOf(node.element, 'apg:outLocal'),
    ...((whenThrown ?? outs.length > 0) === true && { outWhenThrown: true }),
    businessKey: keys[0] === undefined ? null : writtenExpression(keys[0]),
  };
}
