import { client } from '../../api/client.ts';
import { IdField, NameField } from '../../ui/named-fields.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { CreateEnd } from './create-end.tsx';
import { RolePick } from './role-pick.tsx';
import { useNew } from './use-new.ts';

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

function create({ group_id: id, name, roles }: typeof blank) {
  const named = name.trim() === '' ? {} : { name: name.trim() };
  return client.people.createGroup({ group_id: id.trim(), roles, ...named });
}

function NewGroupForm({ onCreated }: { readonly onCreated: () => void }) {
  const form = useNew(blank, create, onCreated);
  const { values, faults, change } = form;
  return (
    <form className={stack.stack} onSubmit={form.submit}>
      <IdField
        first
        label="Group id"
        description="What processes name the group by; it never changes."
        value={values.group_id}
        error={faults['group_id']}
        onChange={(id) => change({ group_id: id })}
      />
      <NameField
        label="Name (optional)"
        value={values.name}
        error={faults['name']}
        onChange={(name) => change({ name })}
      />
      <RolePick value={values.roles} error={faults['roles']} onChange={(roles) => change({ roles })} />
      <CreateEnd form={form}>Create group</CreateEnd>
    </form>
  );
}
