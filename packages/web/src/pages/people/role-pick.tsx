import { useQuery } from '@tanstack/react-query';
import { useMay, useMe } from '../../api/me.ts';
import { rolesQuery } from '../../api/people-queries.ts';
import { type Pick, PickList } from '../../ui/pick-list.tsx';
import { cannotGive, mayGive, roleHint } from './grants.ts';

interface RolePickProps {
  readonly value: readonly string[];
  readonly error?: string | undefined;
  /** Why none of them can be changed. */
  readonly fixed?: string | undefined;
  readonly onChange: (value: string[]) => void;
}

export function RolePick({ value, error, fixed, onChange }: RolePickProps) {
  const mine = useMe().permissions;
  const roles = useQuery({ ...rolesQuery(), enabled: useMay()('role_read') }).data?.roles ?? [];
  const known = roles.map(
    (role): Pick => ({
      value: role.role_id,
      label: role.name,
      hint: roleHint(role),
      fixed: fixed ?? (mayGive(role, mine) ? undefined : cannotGive),
    }),
  );
  const unknown = value
    .filter((id) => !roles.some((role) => role.role_id === id))
    .map((id): Pick => ({ value: id, label: id, fixed }));
  return (
    <PickList
      label="Roles"
      picks={[...known, ...unknown]}
      value={value}
      error={error}
      onChange={onChange}
      none="You may not see the roles of this tenant."
    />
  );
}
