/** `userTask` and `bpmn:userTask` as a person would write them: "User task". */
export function elementTypeWords(type: string): string {
  const local = type.includes(':') ? type.slice(type.indexOf(':') + 1) : type;
  const spaced = local
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
