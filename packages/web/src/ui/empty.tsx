import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function Empty({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Icon size={40} stroke={1.25} aria-hidden className={classes.icon} />
      <p className={classes.title}>{title}</p>
      {children === undefined ? null : <p className={classes.reason}>{children}</p>}
      {action}
    </div>
  );
}
