import type { Role } from '@wbpm/contract';
import { client } from '../../api/client.ts';
import { useMe } from '../../api/me.ts';
import { IdField, NameField } from '../../ui/named-fields.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { CreateEnd } from './create-end.tsx';
import { knownPermissions } from './grants.ts';
import { PermissionPick } from './permission-pick.tsx';
import { useNew } from './use-new.ts';

interface NewRoleProps {
  readonly roles: readonly Role[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewRole({ roles, opened, onClose }: NewRoleProps) {
  return (
    <Sheet title="Create a role" opened={opened} onClose={onClose}>
      <NewRoleForm roles={roles} onCreated={onClose} />
    </Sheet>
  );
}

const blank = { role_id: '', name: '', permissions: [] as string[] };

function create({ role_id: id, name, permissions }: typeof blank) {
  const named = name.trim() === '' ? {} : { name: name.trim() };
  return client.people.createRole({ role_id: id.trim(), permissions, ...named });
}

interface NewRoleFormProps {
  readonly roles: readonly Role[];
  readonly onCreated: () => void;
}

function NewRoleForm({ roles, onCreated }: NewRoleFormProps) {
  const mine = useMe().permissions;
  const form = useNew(blank, create, onCreated);
  const { values, faults, change } = form;
  return (
    <form className={stack.stack} onSubmit={form.submit}>
      <IdField
        first
        label="Role id"
        description="Letters, digits and _; it never changes."
        value={values.role_id}
        error={faults['role_id']}
        onChange={(id) => change({ role_id: id })}
      />
      <NameField
        label="Name (optional)"
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
      <CreateEnd form={form}>Create role</CreateEnd>
    </form>
  );
}
