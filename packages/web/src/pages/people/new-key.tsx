import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { apiKeyDays } from '@wbpm/contract';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { useMay, useMe } from '../../api/me.ts';
import { rolesQuery } from '../../api/people-queries.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { calendarDay } from '../../words/moments.ts';
import { knownPermissions } from './grants.ts';
import { GroupPick } from './group-pick.tsx';
import { PermissionPick } from './permission-pick.tsx';

interface NewKeyProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A key for a program. */
export function NewKey({ opened, onClose }: NewKeyProps) {
  const [held, setHeld] = useState(false);
  const close = () => {
    setHeld(false);
    onClose();
  };
  return (
    <Sheet title="Create an API key" opened={opened} onClose={close} held={held}>
      <NewKeyForm onCreated={() => setHeld(true)} onDone={close} />
    </Sheet>
  );
}

const blank = {
  name: '',
  permissions: [] as string[],
  groups: [] as string[],
  expires_in_days: apiKeyDays.default as number,
};

function NewKeyForm({ onCreated, onDone }: { readonly onCreated: () => void; readonly onDone: () => void }) {
  const mine = useMe().permissions;
  const roles = useQuery({ ...rolesQuery(), enabled: useMay()('role_read') }).data?.roles ?? [];
  const [values, setValues] = useState(blank);
  const create = useMutation({
    mutationFn: () => client.people.createApiKey({ ...values, name: values.name.trim() }),
    onSuccess: onCreated,
    onSettled: refreshPeople,
  });
  const failure = create.isError ? failureOf(create.error) : null;
  const faults = failure === null ? {} : fieldFaults(failure.findings);
  const change = (part: Partial<typeof blank>) => {
    setValues({ ...values, ...part });
    create.reset();
  };

  if (create.isSuccess) {
    const { name, key, expires_at } = create.data;
    return (
      <SecretOnce
        done={`The key ${name} counts until ${calendarDay(expires_at)}.`}
        label={`API key ${name}`}
        secret={key}
        lost="The key was told in an answer that got lost. Revoke it and create another one."
        onDone={onDone}
      >
        Keep it where programs keep their secrets. They send it as <code>Authorization: Bearer</code>.
      </SecretOnce>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <form className={stack.stack} onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Name"
        description="The program appears in the history as key: and this name."
        required
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NumberInput
        label="Days until it expires"
        description={`From 1 to ${apiKeyDays.max}`}
        min={1}
        max={apiKeyDays.max}
        allowDecimal={false}
        hideControls
        required
        withAsterisk={false}
        value={values.expires_in_days}
        error={faults['expires_in_days']}
        onChange={(days) => change({ expires_in_days: Number(days) })}
      />
      <PermissionPick
        known={knownPermissions(roles, mine)}
        value={values.permissions}
        error={faults['permissions']}
        onChange={(permissions) => change({ permissions })}
      />
      <GroupPick value={values.groups} error={faults['groups']} onChange={(groups) => change({ groups })} />
      {failure === null || Object.keys(faults).length > 0 ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={create.isPending} disabled={values.permissions.length === 0}>
        Create key
      </Button>
    </form>
  );
}
