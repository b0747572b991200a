import { Facts } from '../ui/facts.tsx';
import { permissionGroups } from '../words/permissions.ts';

/** Permissions to read: "Tasks: Read, Claim". */
export function PermissionList({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <p>No permissions.</p>;
  return (
    <Facts
      facts={permissionGroups(names).map((group) => ({
        term: group.label,
        value: group.permissions.map((permission) => permission.label).join(', '),
      }))}
    />
  );
}
