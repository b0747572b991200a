import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useOpenTaskCount } from '../api/queries.ts';
import { Logo } from '../ui/logo.tsx';
import classes from './rail.module.css';
import { ThemeMenu } from './theme-menu.tsx';
import { useNavItems } from './use-nav-items.ts';
import { UserMenu } from './user-menu.tsx';

export function Rail({ onHelp }: { readonly onHelp: () => void }) {
  const openTasks = useOpenTaskCount();
  const items = useNavItems();
  return (
    <nav className={classes.rail} aria-label="Main">
      <Link to="/" className={classes.logo} aria-label="WBPM, home" tabIndex={-1}>
        <Logo />
      </Link>
      <ul className={classes.items}>
        {items.map(({ to, label, icon: Icon, key }) => (
          <li key={to}>
            <Tooltip label={`${label} (g ${key})`} position="right">
              <Link
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                className={classes.item}
              >
                <span className={classes.icon}>
                  <Icon size={20} stroke={1.5} aria-hidden />
                  {to === '/tasks' && openTasks > 0 ? <Count count={openTasks} /> : null}
                </span>
                {label}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <ThemeMenu position="right-end" />
        <Tooltip label="Keyboard shortcuts (?)" position="right">
          <UnstyledButton className={classes.button} aria-label="Keyboard shortcuts" onClick={onHelp}>
            <IconHelp size={20} stroke={1.5} aria-hidden />
          </UnstyledButton>
        </Tooltip>
        <UserMenu />
      </div>
    </nav>
  );
}

function Count({ count }: { readonly count: number }) {
  return (
    <span className={classes.count}>
      {count > 99 ? '99+' : count}
      <span className="visually-hidden"> open</span>
    </span>
  );
}
