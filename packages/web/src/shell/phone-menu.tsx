import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDotsVertical,
  IconHelp,
  IconLogin2,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { isAnonymous, useMe } from '../api/me.ts';
import { signInPath } from '../words/wanted-path.ts';
import { beyondTabs } from './nav-items.ts';
import classes from './phone-menu.module.css';
import { useShell } from './shell-context.ts';
import { useNavItems } from './use-nav-items.ts';
import { useWayIn } from './use-way-in.ts';
import { UserMenuItems } from './user-menu-items.tsx';

/** What the rail offers at its foot, for screens without a rail. */
export function PhoneMenu() {
  const { setColorScheme } = useMantineColorScheme();
  const { openHelp, openPalette } = useShell();
  const me = useMe();
  const navigate = useNavigate();
  const pages = beyondTabs(useNavItems());
  const wayIn = useWayIn();
  return (
    <div className={classes.phone}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" size={44} aria-label="More">
            <IconDotsVertical size={20} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {wayIn ? (
            <>
              <Menu.Item component="a" href={signInPath} leftSection={<IconLogin2 size={16} stroke={1.5} />}>
                Sign in
              </Menu.Item>
              <Menu.Divider />
            </>
          ) : null}
          {isAnonymous(me) ? null : (
            <>
              <UserMenuItems />
              <Menu.Divider />
            </>
          )}
          {pages.map(({ to, label, icon: Icon }) => (
            <Menu.Item
              key={to}
              leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
              onClick={() => void navigate({ to })}
            >
              {label}
            </Menu.Item>
          ))}
          {pages.length === 0 ? null : <Menu.Divider />}
          <Menu.Item leftSection={<IconSearch size={16} stroke={1.5} />} onClick={openPalette}>
            Search or jump to
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Theme</Menu.Label>
          <Menu.Item leftSection={<IconSun size={16} stroke={1.5} />} onClick={() => setColorScheme('light')}>
            Light
          </Menu.Item>
          <Menu.Item leftSection={<IconMoon size={16} stroke={1.5} />} onClick={() => setColorScheme('dark')}>
            Dark
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDeviceDesktop size={16} stroke={1.5} />}
            onClick={() => setColorScheme('auto')}
          >
            System
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconHelp size={16} stroke={1.5} />} onClick={openHelp}>
            Keyboard shortcuts
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
