import { pointerTo } from '../json/pointer.ts';
import type { ModdleElement } from '../moddle.ts';
import type { ActivityOf } from './activity.ts';
import type { Mappings } from './write-mappings.ts';
import { attribute, make, type Properties, type Writing } from './writing.ts';

/** Variables on their way to or from a called process, or with a signal. */
interface Passed {
  readonly every: 'all' | 'local' | 'none';
  readonly mappings?: Mappings | undefined;
  readonly local_mappings?: Mappings | undefined;
}

type Call = ActivityOf<'callActivity'>;

export function writePassed(
  type: 'camunda:In' | 'camunda:Out',
  { every, mappings = {}, local_mappings: localMappings = {} }: Passed,
  pointer: string,
  writing: Writing,
): readonly ModdleElement[] {
  const mapped = (named: Mappings, key: string, local: boolean) =>
    Object.entries(named).map(([target, expression]) =>
      make(writing, type, {
        sourceExpression: attribute(expression, pointerTo(`${pointer}/${key}`, target), writing),
        target,
        local: local ? true : null,
      }),
    );
  const all = make(writing, type, { variables: 'all', local: every === 'local' ? true : null });
  return [
    ...(every === 'none' ? [] : [all]),
    ...mapped(mappings, 'mappings', false),
    ...mapped(localMappings, 'local_mappings', true),
  ];
}

export function callExtensions(call: Call, pointer: string, writing: Writing): readonly ModdleElement[] {
  const { pass_in: passIn, pass_out: passOut, business_key: businessKey } = call;
  const key = attribute(businessKey, `${pointer}/business_key`, writing);
  return [
    ...(key === null ? [] : [make(writing, 'camunda:In', { businessKey: key })]),
    ...(passIn === undefined ? [] : writePassed('camunda:In', passIn, `${pointer}/pass_in`, writing)),
    ...(passOut === undefined ? [] : writePassed('camunda:Out', passOut, `${pointer}/pass_out`, writing)),
  ];
}

export function callProperties(call: Call, pointer: string, writing: Writing): Properties {
  const passesOut = call.pass_out !== undefined && writesSomething(call.pass_out);
  const whenThrown = call.out_when_thrown === true;
  return {
    calledElement: attribute(call.called_process, `${pointer}/called_process`, writing),
    ...bindingProperties(call.binding, 'camunda:calledElement', pointer, writing),
    'apg:outLocal': call.out_local === true ? true : null,
    'apg:outWhenThrown': whenThrown === passesOut ? null : whenThrown,
  };
}

function writesSomething({ every, mappings = {}, local_mappings: localMappings = {} }: Passed): boolean {
  return every !== 'none' || Object.keys(mappings).length + Object.keys(localMappings).length > 0;
}

/** Which version of a process or decision is called; the latest is called without a word. */
export function bindingProperties(
  binding: Call['binding'],
  prefix: 'camunda:calledElement' | 'camunda:decisionRef',
  pointer: string,
  writing: Writing,
): Properties {
  if (binding === undefined || binding === 'latest') return {};
  if (binding === 'deployment') return { [`${prefix}Binding`]: 'deployment' };
  if ('version' in binding) {
    return {
      [`${prefix}Binding`]: 'version',
      [`${prefix}Version`]: attribute(binding.version, `${pointer}/binding/version`, writing),
    };
  }
  return {
    [`${prefix}Binding`]: 'versionTag',
    [`${prefix}VersionTag`]: attribute(binding.version_tag, `${pointer}/binding/version_tag`, writing),
  };
}
