import { IconChevronLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { ConnectionDot } from './connection-dot.tsx';
import classes from './page.module.css';
import { PhoneMenu } from './phone-menu.tsx';
import { SearchButton } from './search-button.tsx';

export interface Crumb {
  readonly label: string;
  readonly link: LinkProps;
}

interface PageProps {
  readonly title: string;
  /** What the browser tab says, where it differs: "(3) Tasks". */
  readonly tabTitle?: string;
  readonly crumbs?: readonly Crumb[];
  /** Where back leads on a phone, if not to the last crumb. */
  readonly phoneBack?: Crumb;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  /** The page manages its own scrolling and gutters. */
  readonly full?: boolean;
}

/** The frame of one page: top bar with title and its one main action, and the content. */
export function Page({
  title,
  tabTitle = title,
  crumbs = [],
  phoneBack,
  action,
  children,
  full = false,
}: PageProps) {
  useEffect(() => {
    document.title = `${tabTitle} · WBPM`;
  }, [tabTitle]);
  const parent = phoneBack ?? crumbs.at(-1);
  return (
    <main>
      <header className={classes.bar}>
        {parent === undefined ? null : (
          <Link {...parent.link} className={classes.back} aria-label={`Back to ${parent.label}`}>
            <IconChevronLeft size={20} stroke={1.5} aria-hidden />
          </Link>
        )}
        {crumbs.length === 0 ? null : (
          <nav aria-label="Breadcrumb" className={classes.crumbs}>
            {crumbs.map((crumb) => (
              <span key={crumb.label}>
                <Link {...crumb.link}>{crumb.label}</Link>
                <span aria-hidden className={classes.slash}>
                  /
                </span>
              </span>
            ))}
          </nav>
        )}
        <h1 className={classes.title} tabIndex={-1} data-page-focus title={title}>
          {title}
        </h1>
        <div className={classes.tools}>
          <SearchButton />
          <ConnectionDot />
          {action}
          <PhoneMenu />
        </div>
      </header>
      <div id="content" className={full ? classes.full : classes.content}>
        {children}
      </div>
    </main>
  );
}
