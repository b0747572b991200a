/** A path of the API, its parts escaped: `` apiPath`/tasks/${id}` ``. */
export function apiPath(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return `/api/v1${String.raw({ raw: texts }, ...parts.map((part) => encodeURIComponent(part)))}`;
}
