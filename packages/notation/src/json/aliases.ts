import type { Json, JsonObject } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { aliasedActivity, type Moved } from './alias-activity.ts';
import { isObject, plainObject } from './alias-values.ts';
import { scopeDepthLimit } from './plain-tree.ts';
import { pointerTo } from './pointer.ts';
import { reportAt } from './shape-findings.ts';

/** A definition in the one form the schema knows, and where each part of it was written. */
export interface Unaliased {
  readonly value: JsonObject;
  /** The place of what stands at this pointer of `value` in the definition as it was written. */
  readonly originalOf: (pointer: string) => string;
}

/** Reads the other ways in which a definition may be written into the one that the schema has. */
export function withoutAliases(written: JsonObject, report: Report): Unaliased {
  const places = new Map<string, string>([['', '']]);
  const moved: Moved = (canonical, original) => places.set(canonical, original);
  const originalOf = (pointer: string): string => {
    for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
      const place = places.get(pointer.slice(0, end));
      if (place !== undefined) return place + pointer.slice(end);
      if (end === 0) break;
    }
    return pointer;
  };
  if ('processes' in written) {
    const { processes, ...others } = written;
    const read = Array.isArray(processes)
      ? processes.map((process: Json, index) => scopeOf(process, `/processes/${index}`, ''))
      : (processes ?? null);
    return { value: { ...plainObject(others, '', report), processes: read }, originalOf };
  }
  moved('/processes/0', '');
  return { value: { processes: [scopeOf(written, '', '/processes/0')] }, originalOf };

  function scopeOf(value: Json, original: string, canonical: string, depth = 0): Json {
    if (!isObject(value)) return value;
    const at = canonical === '' ? original : canonical;
    const { activities, ...others } = value;
    const { name = '', ...plain } = plainObject(others, original, report);
    const named = { ...(name !== '' && { name }), ...plain };
    if (!Array.isArray(activities)) return activities === undefined ? named : { ...named, activities };
    return { ...named, activities: activitiesOf(activities, original, at, depth) };
  }

  function activitiesOf(items: readonly Json[], original: string, canonical: string, depth: number): Json[] {
    return items.map((item, index) => {
      const place = {
        original: pointerTo(`${original}/activities`, index),
        canonical: pointerTo(`${canonical}/activities`, index),
        moved,
        report,
      };
      if (!isObject(item)) return item;
      const { activities, ...others } = item;
      const activity = aliasedActivity(others, place);
      if (!holdsActivities(activity['type'])) {
        return activities === undefined ? activity : { ...activity, activities };
      }
      if (depth >= scopeDepthLimit) {
        reportAt(report, place.original, `nested at most ${scopeDepthLimit} subprocesses deep`, item);
        return { ...activity, activities: [], flows: [] };
      }
      const inner = Array.isArray(activities)
        ? activitiesOf(activities, place.original, place.canonical, depth + 1)
        : (activities ?? []);
      return { flows: [], ...activity, activities: inner };
    });
  }
}

function holdsActivities(type: Json | undefined): boolean {
  return (
    typeof type === 'string' && /^(?:subProcess|eventSubProcess|transaction|adHocSubProcess)$/.test(type)
  );
}
