import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { Binding, CalledVersion } from '../model/flow-node.ts';
import { nameFrom } from './subscribe.ts';

/** What a store numbers versions with. */
const greatestVersion = 2 ** 31 - 1;

/** Which version of what is called is meant. */
export function versionOf(binding: Binding, context: ExpressionContext): CalledVersion {
  if (binding.kind === 'versionTag') return { tag: nameFrom(binding.tag, 'a version tag', context) };
  if (binding.kind !== 'version') return binding.kind;
  const value = Number(evaluate(binding.version, context));
  if (Number.isInteger(value) && value > 0 && value <= greatestVersion) return value;
  throw new ExpressionError(`Expected '${binding.version.source}' to give a version, a whole number from 1`);
}

/** What is said of a process or decision that is called and not there. */
export function notDeployed(what: 'process' | 'decision', id: string, version: CalledVersion): string {
  const which = isTag(version)
    ? `a version '${version.tag}' of `
    : typeof version === 'number'
      ? `version ${version} of `
      : '';
  return `Expected ${which}${what} '${id}' to be deployed, but found none`;
}

export function isTag(version: CalledVersion): version is { readonly tag: string } {
  return typeof version === 'object';
}
