import { Button } from '@mantine/core';
import type { ApiKey } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { calendarDay } from '../../words/moments.ts';
import { counted } from '../../words/plural.ts';

export function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const mayRevoke = useMay()('api_key_delete');
  const now = useNow();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Permissions</th>
            <th scope="col">State</th>
            <th scope="col">Expires</th>
            <th scope="col">Last used</th>
            <th scope="col">Created by</th>
            {mayRevoke ? (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.key_id}>
              <td className={table.wide} title={key.name}>
                <strong>{key.name}</strong>
              </td>
              <td title={key.permissions.join(', ')}>{counted(key.permissions.length, 'permission')}</td>
              <td>
                <StateBadge state={Date.parse(key.expires_at) > now ? 'active' : 'expired'} plain />
              </td>
              <td className={table.quiet}>
                <span className={table.term}>expires</span>
                <time dateTime={key.expires_at}>{calendarDay(key.expires_at)}</time>
              </td>
              <td className={table.quiet}>
                <span className={table.term}>last used</span>
                {key.used_at === null ? 'Never' : <TimeAgo at={key.used_at} />}
              </td>
              <td className={table.quiet}>
                <span className={table.term}>by</span>
                {key.created_by}
              </td>
              {mayRevoke ? (
                <td className={table.number}>
                  <Button variant="subtle" size="compact-sm" onClick={() => setRevoking(key)}>
                    Revoke
                    <span className="visually-hidden"> {key.name}</span>
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <Confirm
        opened={revoking !== null}
        title={`Revoke the key ${revoking?.name ?? ''}?`}
        keep="Keep the key"
        act="Revoke key"
        failed="Not revoked."
        onAct={async () => {
          if (revoking !== null) await client.people.revokeApiKey(revoking.key_id);
          await refreshPeople();
        }}
        onClose={() => setRevoking(null)}
      >
        Whatever calls with it is refused from now on. There is no way back: it needs another key.
      </Confirm>
    </>
  );
}
