import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiKeyDays } from '@wbpm/contract';
import { client } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { rolesQuery } from '../../api/people-queries.ts';
import { IdField } from '../../ui/named-fields.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import stack from '../../ui/stack.module.css';
import { calendarDay } from '../../words/moments.ts';
import { CreateEnd } from './create-end.tsx';
import { knownPermissions } from './grants.ts';
import { GroupPick } from './group-pick.tsx';
import { HeldSheet } from './held-sheet.tsx';
import { PermissionPick } from './permission-pick.tsx';
import { useNew } from './use-new.ts';

interface NewKeyProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A key for a program. */
export function NewKey({ opened, onClose }: NewKeyProps) {
  return (
    <HeldSheet title="Create an API key" opened={opened} onClose={onClose}>
      {(hold, close) => <NewKeyForm onCreated={hold} onDone={close} />}
    </HeldSheet>
  );
}

const blank = {
  name: '',
  permissions: [] as string[],
  groups: [] as string[],
  expires_in_days: apiKeyDays.default as number,
};

function create({ name, ...key }: typeof blank) {
  return client.people.createApiKey({ ...key, name: name.trim() });
}

function NewKeyForm({ onCreated, onDone }: { readonly onCreated: () => void; readonly onDone: () => void }) {
  const mine = useMe().permissions;
  const roles = useQuery({ ...rolesQuery(), enabled: useMay()('role_read') }).data?.roles ?? [];
  const form = useNew(blank, create, onCreated);
  const { values, faults, change, made } = form;
  if (made !== undefined) {
    return (
      <SecretOnce
        done={`The key ${made.name} counts until ${calendarDay(made.expires_at)}.`}
        label={`API key ${made.name}`}
        secret={made.key}
        lost="The key was told in an answer that got lost. Revoke it and create another one."
        onDone={onDone}
      >
        Keep it where programs keep their secrets. They send it as <code>Authorization: Bearer</code>.
      </SecretOnce>
    );
  }
  return (
    <form className={stack.stack} onSubmit={form.submit}>
      <IdField
        first
        label="Name"
        description="The program appears in the history as key: and this name."
        value={values.name}
        error={faults['name']}
        onChange={(name) => change({ name })}
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
      <CreateEnd form={form} disabled={values.permissions.length === 0}>
        Create key
      </CreateEnd>
    </form>
  );
}
