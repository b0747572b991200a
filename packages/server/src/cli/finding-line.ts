import type { Finding } from '@wbpm/notation';

/** As compilers write it, so that editors find the place: `:line:column`. */
export function placeOf({ line, column, pointer, elementId }: Finding): string {
  if (line !== null) return column === null ? `:${line}` : `:${line}:${column}`;
  if (pointer !== null) return ` ${pointer === '' ? '/' : pointer}`;
  return elementId === null ? '' : ` ${elementId}`;
}

/** A finding in a line of its own, or several where it shows its place in the text. */
export function findingLine(file: string, finding: Finding): string {
  return `${file}${placeOf(finding)}: ${finding.severity}: ${finding.message}\n`;
}
