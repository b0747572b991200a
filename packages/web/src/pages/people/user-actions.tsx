import { Button } from '@mantine/core';
import type { User, UserWithPassword } from '@wbpm/contract';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf } from '../../api/errors.ts';
import { useMay } from '../../api/me.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Notice } from '../../ui/notice.tsx';
import stack from '../../ui/stack.module.css';

interface UserActionsProps {
  readonly user: User;
  readonly isMyself: boolean;
  readonly onChanged: (user: User) => void;
  readonly onPassword: (reset: UserWithPassword) => void;
  readonly onDeleted: () => void;
}

/** What is done to an account beside editing it. Nobody does it to their own. */
export function UserActions({ user, isMyself, onChanged, onPassword, onDeleted }: UserActionsProps) {
  const { user_id: userId, name, status } = user;
  const may = useMay();
  const [asking, setAsking] = useState<'reset' | 'delete' | null>(null);
  const toggle = usePeopleChange((next: User['status']) =>
    client.people.changeUser(userId, { status: next }),
  );
  const close = () => setAsking(null);
  if (isMyself) {
    return <p className={stack.quiet}>This is you: your password is changed under Account.</p>;
  }
  return (
    <section aria-label="Account" className={stack.stack}>
      <div className={stack.actions}>
        <Button variant="default" onClick={() => setAsking('reset')}>
          Reset password
        </Button>
        <Button
          variant="default"
          loading={toggle.isPending}
          onClick={() => toggle.mutate(status === 'active' ? 'disabled' : 'active', { onSuccess: onChanged })}
        >
          {status === 'active' ? 'Disable' : 'Enable'}
        </Button>
        {may('user_delete') ? (
          <Button variant="default" onClick={() => setAsking('delete')}>
            Delete
          </Button>
        ) : null}
      </div>
      {toggle.isError ? (
        <Notice tone="danger">
          <strong>Not changed.</strong> {failureOf(toggle.error).message}
        </Notice>
      ) : null}
      <Confirm
        opened={asking === 'reset'}
        title={`Reset the password of ${name}?`}
        keep="Keep the password"
        act="Reset password"
        failed="Not reset."
        onAct={async () => onPassword(await client.people.resetPassword(userId))}
        onClose={close}
      >
        They are logged out everywhere and can sign in with a new password only, which you hand over. A lock
        ends.
      </Confirm>
      <Confirm
        opened={asking === 'delete'}
        title={`Delete ${name}?`}
        keep="Keep the user"
        act="Delete user"
        failed="Not deleted."
        onAct={async () => {
          await client.people.deleteUser(userId);
          onDeleted();
          await refreshPeople();
        }}
        onClose={close}
      >
        The account is gone for good. What {userId} did stays in the history, and tasks assigned to them stay
        assigned.
      </Confirm>
    </section>
  );
}
