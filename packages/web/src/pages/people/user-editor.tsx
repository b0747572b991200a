import { TextInput } from '@mantine/core';
import type { User } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { NameField } from '../../ui/named-fields.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import stack from '../../ui/stack.module.css';
import { GroupPick } from './group-pick.tsx';
import { RolePick } from './role-pick.tsx';
import { SaveChanges } from './save-changes.tsx';
import { useRevised } from './use-revised.ts';
import { UserActions } from './user-actions.tsx';
import { UserFacts } from './user-facts.tsx';

interface UserEditorProps {
  readonly first: User;
  /** Something is shown that is shown once. */
  readonly onHeld: (held: boolean) => void;
  readonly onClose: () => void;
}

const valuesOf = ({ name, email, roles, groups }: User) => ({ name, email: email ?? '', roles, groups });

export function UserEditor({ first, onHeld, onClose }: UserEditorProps) {
  const { user_id: userId } = first;
  const me = useMe();
  const may = useMay();
  const [password, setPassword] = useState<string | null>();
  const form = useRevised<User, ReturnType<typeof valuesOf>>({
    first,
    valuesOf,
    reload: () => client.people.user(userId),
    save: ({ email, ...edits }, revision) =>
      client.people.changeUser(
        userId,
        { ...edits, ...(email === undefined ? {} : { email: email.trim() === '' ? null : email.trim() }) },
        { revision },
      ),
  });
  const { values, faults, change } = form;
  const isMyself = me.known_by === 'session' && me.user_id === userId;
  const fixed = isMyself ? 'Somebody else has to change yours.' : undefined;

  if (password !== undefined) {
    return (
      <SecretOnce
        done={`${form.item.name} has a new password, and is logged out everywhere.`}
        label={`Initial password of ${userId}`}
        secret={password}
        lost="The password was told in an answer that got lost. Reset it once more to get another one."
        onDone={() => {
          setPassword(undefined);
          onHeld(false);
        }}
      >
        Hand it over in a way nobody else can read. {form.item.name} chooses another password at the next
        login.
      </SecretOnce>
    );
  }
  if (!may('user_update')) return <UserFacts user={form.item} withGrants />;
  return (
    <div className={stack.stack}>
      <UserFacts user={form.item} />
      <form className={stack.stack} onSubmit={form.submit}>
        <NameField
          required
          value={values.name}
          error={faults['name']}
          onChange={(name) => change({ name })}
        />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="off"
          value={values.email}
          error={faults['email']}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <RolePick
          value={values.roles}
          error={faults['roles']}
          fixed={fixed}
          onChange={(roles) => change({ roles })}
        />
        <GroupPick
          value={values.groups}
          error={faults['groups']}
          fixed={fixed}
          onChange={(groups) => change({ groups })}
        />
        <SaveChanges form={form} what="this user" />
      </form>
      <UserActions
        user={form.item}
        isMyself={isMyself}
        onChanged={form.take}
        onPassword={(reset) => {
          form.take(reset);
          setPassword(reset.initial_password);
          onHeld(true);
        }}
        onDeleted={onClose}
      />
    </div>
  );
}
