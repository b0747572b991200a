import { type CalledVersion, isTag } from '@wbpm/engine';

const longestId = 255;
const greatestVersion = 2 ** 31 - 1;

/** Expressions give the id and the version of what is called: the database takes not every one of them. */
export function canExist(id: string, version: CalledVersion): boolean {
  if (id.length > longestId || id.includes('\u0000')) return false;
  if (isTag(version)) return !version.tag.includes('\u0000');
  return typeof version !== 'number' || version <= greatestVersion;
}
