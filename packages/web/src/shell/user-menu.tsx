import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { isAnonymous, useMe } from '../api/me.ts';
import { InitialsDisc } from '../ui/initials-disc.tsx';
import { signInPath } from '../words/wanted-path.ts';
import rail from './rail.module.css';
import { useWayIn } from './use-way-in.ts';
import { UserMenuItems } from './user-menu-items.tsx';

/** Who one is, and the way out. Where nobody has to sign in, the way in instead, if there is one. */
export function UserMenu() {
  const me = useMe();
  if (isAnonymous(me)) return <WayIn />;
  return (
    <Menu position="right-end" withinPortal width={240}>
      <Menu.Target>
        <UnstyledButton className={rail.button} aria-label={`You: ${me.name}`}>
          <InitialsDisc name={me.name} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <UserMenuItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function WayIn() {
  if (!useWayIn()) return null;
  return (
    <Tooltip label="Sign in" position="right">
      <a className={rail.button} href={signInPath} aria-label="Sign in">
        <IconLogin2 size={20} stroke={1.5} aria-hidden />
      </a>
    </Tooltip>
  );
}
