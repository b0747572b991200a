import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLogout } from '@tabler/icons-react';
import { isAnonymous, useMe } from '../../api/me.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { PermissionList } from '../../components/permission-list.tsx';
import { leave } from '../../shell/leave.ts';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Tags } from '../../ui/tags.tsx';
import { counted } from '../../words/plural.ts';
import { PasswordForm } from '../password/password-form.tsx';
import classes from './account-page.module.css';
import { knownByWords } from './known-by-words.ts';
import { MySessions } from './my-sessions.tsx';

/** Who one is here, and where one is logged in. */
export function AccountPage() {
  const me = useMe();
  return (
    <Page title="Account" action={isAnonymous(me) ? undefined : <LogOut />}>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Card title={me.name}>
            <Facts
              facts={[
                { term: 'User id', value: <code>{me.user_id}</code> },
                { term: 'Tenant', value: <code>{me.tenant_id}</code> },
                ...(me.email === null ? [] : [{ term: 'E-mail', value: me.email }]),
                { term: 'Roles', value: <Tags names={me.roles} /> },
                { term: 'Groups', value: <Tags names={me.groups} /> },
                {
                  term: 'Known by',
                  value: isAnonymous(me) ? 'Nothing: nobody has to sign in' : knownByWords(me.known_by),
                },
              ]}
            />
            <details className={classes.permissions}>
              <summary>{counted(me.permissions.length, 'permission')}</summary>
              <PermissionList names={me.permissions} />
            </details>
          </Card>
          {me.session_id === null ? null : <MySessions />}
        </div>
        {me.has_password ? (
          <Card title="Change password">
            <PasswordForm
              userId={me.user_id}
              currentLabel="Present password"
              autoFocus={false}
              onDone={() => {
                notifications.show({
                  message: 'Your password is changed. Elsewhere you are logged out.',
                  color: 'green',
                });
                void refreshPeople();
              }}
            />
          </Card>
        ) : null}
      </div>
    </Page>
  );
}

function LogOut() {
  return (
    <Button variant="default" leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />} onClick={leave}>
      Log out
    </Button>
  );
}
