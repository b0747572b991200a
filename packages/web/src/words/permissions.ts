export interface PermissionGroup {
  readonly resource: string;
  readonly label: string;
  readonly permissions: readonly { readonly name: string; readonly label: string }[];
}

const resources: ReadonlyMap<string, string> = new Map([
  ['process', 'Processes'],
  ['instance', 'Instances'],
  ['task', 'Tasks'],
  ['job', 'Jobs'],
  ['incident', 'Incidents'],
  ['decision', 'Decisions'],
  ['message', 'Messages'],
  ['signal', 'Signals'],
  ['clock', 'Test clock'],
  ['user', 'Users'],
  ['group', 'Groups'],
  ['role', 'Roles'],
  ['api_key', 'API keys'],
  ['tenant', 'Tenants'],
]);

/** Permissions by what they are about, in the order of work first and people last. */
export function permissionGroups(names: Iterable<string>): readonly PermissionGroup[] {
  const byResource = new Map<string, { name: string; label: string }[]>();
  for (const name of new Set(names)) {
    const at = name.lastIndexOf('_');
    const resource = at < 0 ? name : name.slice(0, at);
    const group = byResource.get(resource) ?? [];
    group.push({ name, label: capital(name.slice(at + 1)) });
    byResource.set(resource, group);
  }
  const order = [...resources.keys()];
  const rank = (resource: string) => (order.includes(resource) ? order.indexOf(resource) : order.length);
  return [...byResource]
    .toSorted(([left], [right]) => rank(left) - rank(right))
    .map(([resource, permissions]) => ({
      resource,
      label: resources.get(resource) ?? capital(resource.replaceAll('_', ' ')),
      permissions,
    }));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
