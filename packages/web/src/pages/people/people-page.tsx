import { IconLock } from '@tabler/icons-react';
import { Navigate } from '@tanstack/react-router';
import { useMe } from '../../api/me.ts';
import { Page } from '../../shell/page.tsx';
import { Empty } from '../../ui/empty.tsx';
import { peopleTabsFor } from './people-tabs.ts';

/** The first of its pages that the reader may see. */
export function PeoplePage() {
  const [first] = peopleTabsFor(useMe().permissions);
  if (first !== undefined) return <Navigate to={first.to} replace />;
  return (
    <Page title="People">
      <Empty icon={IconLock} title="You may not see this">
        You need one of the permissions user_read, group_read, role_read and api_key_read. An administrator of
        your tenant can give them to you.
      </Empty>
    </Page>
  );
}
