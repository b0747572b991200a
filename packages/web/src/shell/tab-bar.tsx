import { Link } from '@tanstack/react-router';
import { useOpenTaskCount } from '../api/queries.ts';
import { tabItems } from './nav-items.ts';
import classes from './tab-bar.module.css';

/** The rail of small screens. */
export function TabBar() {
  const openTasks = useOpenTaskCount();
  return (
    <nav className={classes.bar} aria-label="Main">
      {tabItems.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          className={classes.tab}
        >
          <span className={classes.icon}>
            <Icon size={22} stroke={1.5} aria-hidden />
            {to === '/tasks' && openTasks > 0 ? (
              <span className={classes.count}>
                {openTasks > 99 ? '99+' : openTasks}
                <span className="visually-hidden"> open</span>
              </span>
            ) : null}
          </span>
          {label}
        </Link>
      ))}
    </nav>
  );
}
