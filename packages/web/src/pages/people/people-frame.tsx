import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../../api/me.ts';
import { Page } from '../../shell/page.tsx';
import classes from './people-frame.module.css';
import { type PeopleTab, peopleTabsFor } from './people-tabs.ts';

interface PeopleFrameProps {
  readonly tab: PeopleTab['label'];
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The pages about people beside each other. */
export function PeopleFrame({ tab, action, children }: PeopleFrameProps) {
  const tabs = peopleTabsFor(useMe().permissions);
  return (
    <Page title="People" tabTitle={tab} action={action}>
      <nav className={classes.tabs} aria-label="About people">
        {tabs.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.tab} activeOptions={{ includeSearch: false }}>
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
