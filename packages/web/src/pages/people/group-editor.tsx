import { Button } from '@mantine/core';
import type { Group } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { Facts } from '../../ui/facts.tsx';
import { NameField } from '../../ui/named-fields.tsx';
import stack from '../../ui/stack.module.css';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { GroupMembers } from './group-members.tsx';
import { RolePick } from './role-pick.tsx';
import { SaveChanges } from './save-changes.tsx';
import { useRevised } from './use-revised.ts';

interface GroupEditorProps {
  readonly first: Group;
  readonly onDeleted: () => void;
}

const valuesOf = ({ name, roles }: Group) => ({ name, roles });

export function GroupEditor({ first, onDeleted }: GroupEditorProps) {
  const { group_id: groupId } = first;
  const may = useMay();
  const [deleting, setDeleting] = useState(false);
  const form = useRevised<Group, ReturnType<typeof valuesOf>>({
    first,
    valuesOf,
    reload: () => client.people.group(groupId),
    save: (edits, revision) => client.people.changeGroup(groupId, edits, { revision }),
  });
  const { item, values, faults, change } = form;
  const mayUpdate = may('group_update');
  return (
    <div className={stack.stack}>
      <Facts
        facts={[
          { term: 'Group id', value: <CopyId value={groupId} label="group id" /> },
          ...(mayUpdate
            ? []
            : [
                { term: 'Name', value: item.name },
                { term: 'Roles', value: <Tags names={item.roles} /> },
              ]),
          {
            term: 'Created',
            value: (
              <>
                <TimeAgo at={item.created_at} /> by {item.created_by}
              </>
            ),
          },
        ]}
      />
      {mayUpdate ? (
        <form className={stack.stack} onSubmit={form.submit}>
          <NameField
            required
            value={values.name}
            error={faults['name']}
            onChange={(name) => change({ name })}
          />
          <RolePick value={values.roles} error={faults['roles']} onChange={(roles) => change({ roles })} />
          <SaveChanges form={form} what="this group" />
        </form>
      ) : null}
      {may('user_read') ? <GroupMembers groupId={groupId} /> : null}
      {may('group_delete') ? (
        <div className={stack.actions}>
          <Button variant="default" onClick={() => setDeleting(true)}>
            Delete group
          </Button>
        </div>
      ) : null}
      <Confirm
        opened={deleting}
        title={`Delete the group ${item.name}?`}
        keep="Keep the group"
        act="Delete group"
        failed="Not deleted."
        onAct={async () => {
          await client.people.deleteGroup(groupId);
          onDeleted();
          await refreshPeople();
        }}
        onClose={() => setDeleting(false)}
      >
        Its members lose what its roles gave them. Tasks go on naming the group, and nobody can claim them by
        it.
      </Confirm>
    </div>
  );
}
