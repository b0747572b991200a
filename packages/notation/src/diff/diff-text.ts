import type { ElementSummary, ModelDiff, PropertyChange } from './model-diff.ts';

const valueLimit = 200;

/**
 * A diff for people, a line a fact: `+` added, `-` removed, `~` changed, `>` moved, `=` renamed, `:` drawn
 * differently. Empty where the versions are the same.
 */
export function diffText(diff: ModelDiff): string {
  const lines = [
    ...diff.added.map((element) => `+ ${called(element)}${placeOf(element)}`),
    ...diff.removed.map((element) => `- ${called(element)}${placeOf(element)}`),
    ...diff.renamed.map((element) => `= ${called(element)}, was ${element.before}`),
    ...diff.moved.flatMap((element) =>
      element.moves.map(
        ({ of, before, after }) => `> ${called(element)} ${of}: ${before ?? 'none'} → ${after ?? 'none'}`,
      ),
    ),
    ...diff.changed.flatMap((element) => [`~ ${called(element)}`, ...element.changes.map(changeLine)]),
    ...diff.layout.flatMap(({ id, name, changes }) => [
      `: ${name === null ? id : `"${name}" (${id})`}`,
      ...changes.map(changeLine),
    ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function called({ id, type, name, ends }: ElementSummary): string {
  const between = ends.length === 0 ? '' : ` ${ends.join(' → ')}`;
  return `${type}${name === null ? '' : ` "${name}"`} (${id})${type === 'boundaryEvent' ? '' : between}`;
}

function placeOf({ parent, type, ends }: ElementSummary): string {
  if (type === 'boundaryEvent' && ends[0] !== undefined) return ` on ${ends[0]}`;
  return parent === null ? '' : ` in ${parent}`;
}

function changeLine({ path, before, after }: PropertyChange): string {
  if (before === null) return `    ${path}: ${shown(after)} added`;
  if (after === null) return `    ${path}: ${shown(before)} removed`;
  return `    ${path}: ${shown(before)} → ${shown(after)}`;
}

/** One line, and not without end. */
function shown(value: string | null): string {
  const text = (value ?? '').replace(/\s+/g, ' ').trim();
  return `"${text.length > valueLimit ? `${text.slice(0, valueLimit)}…` : text}"`;
}
