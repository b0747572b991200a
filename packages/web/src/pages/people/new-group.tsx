import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { RolePick } from './role-pick.tsx';

interface NewGroupProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewGroup({ opened, onClose }: NewGroupProps) {
  return (
    <Sheet title="Create a group" opened={opened} onClose={onClose}>
      <NewGroupForm onCreated={onClose} />
    </Sheet>
  );
}

const blank = { group_id: '', name: '', roles: [] as string[] };

function NewGroupForm({ onCreated }: { readonly onCreated: () => void }) {
  const [values, setValues] = useState(blank);
  const create = usePeopleChange(() => {
    const name = values.name.trim();
    return client.people.createGroup({
      group_id: values.group_id.trim(),
      roles: values.roles,
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
        label="Group id"
        description="What processes name the group by; it never changes."
        required
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.group_id}
        error={faults['group_id']}
        onChange={(event) => change({ group_id: event.currentTarget.value })}
      />
      <TextInput
        label="Name (optional)"
        autoComplete="off"
        value={values.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <RolePick value={values.roles} error={faults['roles']} onChange={(roles) => change({ roles })} />
      {failure === null || Object.keys(faults).length > 0 ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={create.isPending}>
        Create group
      </Button>
    </form>
  );
}
