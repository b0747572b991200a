import type { User } from '@wbpm/contract';
import { StateBadge } from '../../components/state-badge.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import stack from '../../ui/stack.module.css';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { fullMoment } from '../../words/moments.ts';
import { userState } from './user-state.ts';

interface UserFactsProps {
  readonly user: User;
  /** With what could be edited by somebody else. */
  readonly withGrants?: boolean;
}

export function UserFacts({ user, withGrants = false }: UserFactsProps) {
  const state = userState(user, useNow());
  const grants: readonly Fact[] = [
    { term: 'Name', value: user.name },
    { term: 'E-mail', value: user.email ?? 'None' },
    { term: 'Roles', value: <Tags names={user.roles} /> },
    { term: 'Groups', value: <Tags names={user.groups} /> },
  ];
  return (
    <div className={stack.stack}>
      <Facts
        facts={[
          { term: 'User id', value: <CopyId value={user.user_id} label="user id" /> },
          { term: 'State', value: <StateBadge state={state} /> },
          ...(withGrants ? grants : []),
          {
            term: 'Last login',
            value: user.last_login_at === null ? 'Never' : <TimeAgo at={user.last_login_at} />,
          },
          {
            term: 'Password',
            value: user.must_change_password ? 'To be changed at the next login' : 'Their own',
          },
          {
            term: 'Created',
            value: (
              <>
                <TimeAgo at={user.created_at} /> by {user.created_by}
              </>
            ),
          },
        ]}
      />
      {state === 'locked' && user.locked_until !== null ? (
        <Notice tone="warning">
          Too many wrong passwords came. Until {fullMoment(user.locked_until)} none counts; resetting the
          password ends that at once.
        </Notice>
      ) : null}
    </div>
  );
}
