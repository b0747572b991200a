import { TextInput } from '@mantine/core';
import { client } from '../../api/client.ts';
import { IdField, NameField } from '../../ui/named-fields.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import stack from '../../ui/stack.module.css';
import { CreateEnd } from './create-end.tsx';
import { GroupPick } from './group-pick.tsx';
import { HeldSheet } from './held-sheet.tsx';
import { RolePick } from './role-pick.tsx';
import { useNew } from './use-new.ts';

interface NewUserProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A user and the password to hand over. */
export function NewUser({ opened, onClose }: NewUserProps) {
  return (
    <HeldSheet title="Create a user" opened={opened} onClose={onClose}>
      {(hold, close) => <NewUserForm onCreated={hold} onDone={close} />}
    </HeldSheet>
  );
}

const blank = { user_id: '', name: '', email: '', roles: ['user'], groups: [] as string[] };

function create({ user_id: id, name, email, roles, groups }: typeof blank) {
  return client.people.createUser({
    user_id: id.trim(),
    name: name.trim() === '' ? id.trim() : name.trim(),
    email: email.trim() === '' ? null : email.trim(),
    roles,
    groups,
  });
}

function NewUserForm({ onCreated, onDone }: { readonly onCreated: () => void; readonly onDone: () => void }) {
  const form = useNew(blank, create, onCreated);
  const { values, faults, change, made } = form;
  if (made !== undefined) {
    return (
      <SecretOnce
        done={`${made.name} has an account.`}
        label={`Initial password of ${made.user_id}`}
        secret={made.initial_password}
        lost="The password was told in an answer that got lost. Reset the password to get another one."
        onDone={onDone}
      >
        Hand it over in a way nobody else can read. {made.name} chooses another password at the first login.
      </SecretOnce>
    );
  }
  return (
    <form className={stack.stack} onSubmit={form.submit}>
      <IdField
        first
        label="User id"
        description="What they sign in with and what processes name them by; it never changes."
        value={values.user_id}
        error={faults['user_id']}
        onChange={(id) => change({ user_id: id })}
      />
      <NameField value={values.name} error={faults['name']} onChange={(name) => change({ name })} />
      <TextInput
        label="E-mail (optional)"
        type="email"
        autoComplete="off"
        value={values.email}
        error={faults['email']}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <RolePick value={values.roles} error={faults['roles']} onChange={(roles) => change({ roles })} />
      <GroupPick value={values.groups} error={faults['groups']} onChange={(groups) => change({ groups })} />
      <CreateEnd form={form}>Create user</CreateEnd>
    </form>
  );
}
