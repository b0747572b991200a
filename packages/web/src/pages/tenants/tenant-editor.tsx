import { Button } from '@mantine/core';
import type { Tenant } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf } from '../../api/errors.ts';
import { useMay, useMe } from '../../api/me.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { Facts } from '../../ui/facts.tsx';
import { NameField } from '../../ui/named-fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import stack from '../../ui/stack.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { SaveChanges } from '../people/save-changes.tsx';
import { useRevised } from '../people/use-revised.ts';

const valuesOf = ({ name }: Tenant) => ({ name });

export function TenantEditor({ first }: { readonly first: Tenant }) {
  const { tenant_id: tenantId } = first;
  const may = useMay();
  const isOwn = useMe().tenant_id === tenantId;
  const isGone = first.status === 'deleting' || first.status === 'deleted';
  const mayRename = may('tenant_update') && !isGone;
  const [suspending, setSuspending] = useState(false);
  const form = useRevised<Tenant, ReturnType<typeof valuesOf>>({
    first,
    valuesOf,
    reload: () => client.tenants.get(tenantId),
    save: ({ name = first.name }, revision) => client.tenants.rename(tenantId, { name }, { revision }),
  });
  const { item, values, faults, change, take } = form;
  const resume = usePeopleChange(() => client.tenants.resume(tenantId));
  return (
    <div className={stack.stack}>
      <Facts
        facts={[
          { term: 'Tenant id', value: <CopyId value={tenantId} label="tenant id" /> },
          { term: 'State', value: <StateBadge state={item.status} /> },
          ...(mayRename ? [] : [{ term: 'Name', value: item.name }]),
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
      {mayRename ? (
        <form className={stack.stack} onSubmit={form.submit}>
          <NameField
            required
            value={values.name}
            error={faults['name']}
            onChange={(name) => change({ name })}
          />
          <SaveChanges form={form} what="this tenant" />
        </form>
      ) : null}
      {isOwn ? (
        <p className={stack.quiet}>
          You are of this tenant: nobody could resume it, so it cannot be suspended.
        </p>
      ) : null}
      {!isOwn && !isGone && may('tenant_suspend') ? (
        <div className={stack.actions}>
          {item.status === 'active' ? (
            <Button variant="default" onClick={() => setSuspending(true)}>
              Suspend tenant
            </Button>
          ) : (
            <Button
              variant="default"
              loading={resume.isPending}
              onClick={() => resume.mutate(undefined, { onSuccess: take })}
            >
              Resume tenant
            </Button>
          )}
        </div>
      ) : null}
      {resume.isError ? (
        <Notice tone="danger">
          <strong>Not resumed.</strong> {failureOf(resume.error).message}
        </Notice>
      ) : null}
      <Confirm
        opened={suspending}
        title={`Suspend the tenant ${item.name}?`}
        keep="Keep it active"
        act="Suspend tenant"
        failed="Not suspended."
        onAct={async () => {
          take(await client.tenants.suspend(tenantId));
          await refreshPeople();
        }}
        onClose={() => setSuspending(false)}
      >
        From now on nobody of it is let in, people and programs alike. Timers and what goes on inside the
        server go on. It can be resumed at any time.
      </Confirm>
    </div>
  );
}
