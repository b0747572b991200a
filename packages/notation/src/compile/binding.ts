import type { Binding } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { notExecutable } from './not-executable.ts';
import { feel, writtenExpression } from './written-expression.ts';

/** Which version of a called process or decision is meant, as either vendor writes it. */
export function bindingOf(
  node: SourceNode,
  kind: string | null,
  { version, tag }: { readonly version: string | null; readonly tag: string | null },
  { report }: CompileContext,
): Binding {
  switch (kind) {
    case null:
    case 'latest':
      return { kind: 'latest' };
    case 'deployment':
      return { kind: 'deployment' };
    case 'version': {
      if (version === null) {
        report(errorAt(node.id, 'binding', `Expected the version '${node.id}' is bound to, but found none`));
        return { kind: 'latest' };
      }
      const number = /^\d+$/.test(version);
      return { kind: 'version', version: number ? feel(version) : writtenExpression(version) };
    }
    case 'versionTag': {
      if (tag === null) {
        report(
          errorAt(node.id, 'binding', `Expected the version tag '${node.id}' is bound to, but found none`),
        );
        return { kind: 'latest' };
      }
      return { kind: 'versionTag', tag: writtenExpression(tag) };
    }
    default:
      report(notExecutable(node, `with the binding '${kind}'`));
      return { kind: 'latest' };
  }
}
