import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { GroupPick } from './group-pick.tsx';
import { RolePick } from './role-pick.tsx';

interface NewUserProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A user and the password to hand over. */
export function NewUser({ opened, onClose }: NewUserProps) {
  const [held, setHeld] = useState(false);
  const close = () => {
    setHeld(false);
    onClose();
  };
  return (
    <Sheet title="Create a user" opened={opened} onClose={close} held={held}>
      <NewUserForm onCreated={() => setHeld(true)} onDone={close} />
    </Sheet>
  );
}

const blank = { user_id: '', name: '', email: '', roles: ['user'], groups: [] as string[] };

function NewUserForm({ onCreated, onDone }: { readonly onCreated: () => void; readonly onDone: () => void }) {
  const [values, setValues] = useState(blank);
  const create = useMutation({
    mutationFn: () =>
      client.people.createUser({
        ...values,
        user_id: values.user_id.trim(),
        name: values.name.trim() === '' ? values.user_id.trim() : values.name.trim(),
        email: values.email.trim() === '' ? null : values.email.trim(),
      }),
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
    const { user_id: userId, name, initial_password: password } = create.data;
    return (
      <SecretOnce
        done={`${name} has an account.`}
        label={`Initial password of ${userId}`}
        secret={password}
        lost="The password was told in an answer that got lost. Reset the password to get another one."
        onDone={onDone}
      >
        Hand it over in a way nobody else can read. {name} chooses another password at the first login.
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
        label="User id"
        description="What they sign in with and what processes name them by; it never changes."
        required
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.user_id}
        error={faults['user_id']}
        onChange={(event) => change({ user_id: event.currentTarget.value })}
      />
      <TextInput
        label="Name"
        autoComplete="off"
        value={values.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
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
      {failure === null || Object.keys(faults).length > 0 ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={create.isPending}>
        Create user
      </Button>
    </form>
  );
}
