import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDotsVertical,
  IconHelp,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import classes from './phone-menu.module.css';
import { useShell } from './shell-context.ts';

/** What the rail offers at its foot, for screens without a rail. */
export function PhoneMenu() {
  const { setColorScheme } = useMantineColorScheme();
  const { openHelp, openPalette } = useShell();
  return (
    <div className={classes.phone}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" size={44} aria-label="More">
            <IconDotsVertical size={20} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
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
