import { Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../api/me.ts';
import { leave } from './leave.ts';
import classes from './user-menu-items.module.css';

/** The same in the rail and in the menu of a phone. */
export function UserMenuItems() {
  const me = useMe();
  const navigate = useNavigate();
  return (
    <>
      <Menu.Label className={classes.who}>
        <span className={classes.name}>{me.name}</span>
        <span>
          {me.name === me.user_id ? '' : `${me.user_id} · `}tenant {me.tenant_id}
        </span>
      </Menu.Label>
      <Menu.Item
        leftSection={<IconUserCircle size={16} stroke={1.5} aria-hidden />}
        onClick={() => void navigate({ to: '/account' })}
      >
        Account
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />} onClick={leave}>
        Log out
      </Menu.Item>
    </>
  );
}
