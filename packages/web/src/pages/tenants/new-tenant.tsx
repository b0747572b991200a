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

interface NewTenantProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A tenant and its first administrator. */
export function NewTenant({ opened, onClose }: NewTenantProps) {
  const [held, setHeld] = useState(false);
  const close = () => {
    setHeld(false);
    onClose();
  };
  return (
    <Sheet title="Create a tenant" opened={opened} onClose={close} held={held}>
      <NewTenantForm onCreated={() => setHeld(true)} onDone={close} />
    </Sheet>
  );
}

const blank = { tenant_id: '', name: '', administrator: 'admin' };

function NewTenantForm({
  onCreated,
  onDone,
}: {
  readonly onCreated: () => void;
  readonly onDone: () => void;
}) {
  const [values, setValues] = useState(blank);
  const create = useMutation({
    mutationFn: () =>
      client.tenants.create({
        tenant_id: values.tenant_id.trim(),
        name: values.name.trim(),
        administrator: values.administrator.trim(),
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
    const { name, tenant_id: tenantId, administrator, initial_password: password } = create.data;
    return (
      <SecretOnce
        done={`The tenant ${name} is ready.`}
        label={`Initial password of ${administrator} in tenant ${tenantId}`}
        secret={password}
        lost="The password was told in an answer that got lost. Run wbpm reset-password where the server runs to get another one."
        onDone={onDone}
      >
        Hand it over in a way nobody else can read. Who signs in with it names the tenant {tenantId} too, and
        chooses another password first.
      </SecretOnce>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  const plain = {
    required: true,
    withAsterisk: false,
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
  };
  return (
    <form className={stack.stack} onSubmit={submit}>
      <TextInput
        {...plain}
        data-autofocus
        label="Tenant id"
        description="What its people sign in with; it never changes."
        value={values.tenant_id}
        error={faults['tenant_id']}
        onChange={(event) => change({ tenant_id: event.currentTarget.value })}
      />
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        autoComplete="off"
        value={values.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        {...plain}
        label="User id of its first administrator"
        value={values.administrator}
        error={faults['administrator']}
        onChange={(event) => change({ administrator: event.currentTarget.value })}
      />
      {failure === null || Object.keys(faults).length > 0 ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {failure.message}
        </Notice>
      )}
      <Button type="submit" loading={create.isPending}>
        Create tenant
      </Button>
    </form>
  );
}
