import { type CalledVersion, isTag } from '@wbpm/engine';

/** What a look-up asks of: the number, the definition of the caller, the tag. One of them is not null. */
export function columnsOf(
  version: Exclude<CalledVersion, 'latest'>,
  callerId: string,
): [version: number | null, callerId: string | null, tag: string | null] {
  if (version === 'deployment') return [null, callerId, null];
  return isTag(version) ? [null, null, version.tag] : [version, null, null];
}
