import { client } from '../../api/client.ts';
import { IdField, NameField } from '../../ui/named-fields.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import stack from '../../ui/stack.module.css';
import { CreateEnd } from '../people/create-end.tsx';
import { HeldSheet } from '../people/held-sheet.tsx';
import { useNew } from '../people/use-new.ts';

interface NewTenantProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A tenant and its first administrator. */
export function NewTenant({ opened, onClose }: NewTenantProps) {
  return (
    <HeldSheet title="Create a tenant" opened={opened} onClose={onClose}>
      {(hold, close) => <NewTenantForm onCreated={hold} onDone={close} />}
    </HeldSheet>
  );
}

const blank = { tenant_id: '', name: '', administrator: 'admin' };

function create({ tenant_id: id, name, administrator }: typeof blank) {
  return client.tenants.create({
    tenant_id: id.trim(),
    name: name.trim(),
    administrator: administrator.trim(),
  });
}

interface NewTenantFormProps {
  readonly onCreated: () => void;
  readonly onDone: () => void;
}

function NewTenantForm({ onCreated, onDone }: NewTenantFormProps) {
  const form = useNew(blank, create, onCreated);
  const { values, faults, change, made } = form;
  if (made !== undefined) {
    return (
      <SecretOnce
        done={`The tenant ${made.name} is ready.`}
        label={`Initial password of ${made.administrator} in tenant ${made.tenant_id}`}
        secret={made.initial_password}
        lost="The password was told in an answer that got lost. Run wbpm reset-password where the server runs to get another one."
        onDone={onDone}
      >
        Hand it over in a way nobody else can read. Who signs in with it names the tenant {made.tenant_id}{' '}
        too, and chooses another password first.
      </SecretOnce>
    );
  }
  return (
    <form className={stack.stack} onSubmit={form.submit}>
      <IdField
        first
        label="Tenant id"
        description="What its people sign in with; it never changes."
        value={values.tenant_id}
        error={faults['tenant_id']}
        onChange={(id) => change({ tenant_id: id })}
      />
      <NameField required value={values.name} error={faults['name']} onChange={(name) => change({ name })} />
      <IdField
        label="User id of its first administrator"
        value={values.administrator}
        error={faults['administrator']}
        onChange={(administrator) => change({ administrator })}
      />
      <CreateEnd form={form}>Create tenant</CreateEnd>
    </form>
  );
}
