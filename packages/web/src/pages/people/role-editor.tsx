import { Button } from '@mantine/core';
import type { Role } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { NameField } from '../../ui/named-fields.tsx';
import stack from '../../ui/stack.module.css';
import { knownPermissions } from './grants.ts';
import { PermissionPick } from './permission-pick.tsx';
import { SaveChanges } from './save-changes.tsx';
import { useRevised } from './use-revised.ts';

interface RoleEditorProps {
  readonly first: Role;
  readonly roles: readonly Role[];
  readonly onDeleted: () => void;
}

const valuesOf = ({ name, permissions }: Role) => ({ name, permissions });

export function RoleEditor({ first, roles, onDeleted }: RoleEditorProps) {
  const { role_id: roleId } = first;
  const may = useMay();
  const mine = useMe().permissions;
  const [deleting, setDeleting] = useState(false);
  const form = useRevised<Role, ReturnType<typeof valuesOf>>({
    first,
    valuesOf,
    reload: async () => {
      const now = (await client.people.roles()).roles.find((role) => role.role_id === roleId);
      if (now === undefined) throw new Error('Somebody else deleted this role in the meantime.');
      return now;
    },
    save: (edits, revision) => client.people.changeRole(roleId, edits, { revision }),
  });
  const { values, faults, change } = form;
  return (
    <div className={stack.stack}>
      <form className={stack.stack} onSubmit={form.submit}>
        <NameField
          required
          value={values.name}
          error={faults['name']}
          onChange={(name) => change({ name })}
        />
        <PermissionPick
          known={knownPermissions(roles, mine)}
          value={values.permissions}
          error={faults['permissions']}
          onChange={(permissions) => change({ permissions })}
        />
        <SaveChanges form={form} what="this role" />
      </form>
      {may('role_delete') ? (
        <div className={stack.actions}>
          <Button variant="default" onClick={() => setDeleting(true)}>
            Delete role
          </Button>
        </div>
      ) : null}
      <Confirm
        opened={deleting}
        title={`Delete the role ${form.item.name}?`}
        keep="Keep the role"
        act="Delete role"
        failed="Not deleted."
        onAct={async () => {
          await client.people.deleteRole(roleId);
          onDeleted();
          await refreshPeople();
        }}
        onClose={() => setDeleting(false)}
      >
        Users and groups that have it go on naming it, and it gives them nothing.
      </Confirm>
    </div>
  );
}
