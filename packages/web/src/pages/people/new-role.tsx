import { Button, TextInput } from '@mantine/core';
import type { Role } from '@wbpm/contract';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { useMe } from '../../api/me.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { knownPermissions } from './grants.ts';
import { PermissionPick } from './permission-pick.tsx';

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

interface NewRoleFormProps {
  readonly roles: readonly Role[];
  readonly onCreated: () => void;
}

function NewRoleForm({ roles, onCreated }: NewRoleFormProps) {
  const mine = useMe().permissions;
  const [values, setValues] = useState(blank);
  const create = usePeopleChange(() => {
    const name = values.name.trim();
    return client.people.createRole({
      role_id: values.role_id.trim(),
      permissions: values.permissions,
      ...(name === '' ? {} : { name }),
    });
  });
  const failure = create.isError ? failureOf(create.error) : null;
  const faults = failure === null ? {} : fieldFaults(failure.findings);
  const change = (part: Partial<typeof blank>) => {
    setValues({ ...values, ...part });
    create.reset();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate(undefined, { onSuccess: onCreated });
  };
  return (
    <form className={stack.stack} onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Role id"
        description="Letters, digits and _; it never changes."
        required
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.role_id}
        error={faults['role_id']}
        onChange={(event) => change({ role_id: event.currentTarget.value })}
      />
      <TextInput
        label="Name (optional)"
        autoComplete="off"
        value={values.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <PermissionPick
        known={knownPermissions(roles, mine)}
        value={values.permissions}
        error={faults['permissions']}
        onChange={(permissions) => change({ permissions })}
      />
      {failure === null || Object.keys(faults).length > 0 ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={create.isPending}>
        Create role
      </Button>
    </form>
  );
}
