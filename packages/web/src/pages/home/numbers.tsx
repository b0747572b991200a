import { Link, type LinkProps } from '@tanstack/react-router';
import type { ProcessSummary } from '@wbpm/contract';
import classes from './numbers.module.css';

interface NumbersProps {
  readonly processes: readonly ProcessSummary[] | undefined;
  readonly tasks: number | undefined;
}

/** Four counts, each the way to the list behind it. */
export function Numbers({ processes, tasks }: NumbersProps) {
  const sum = (of: keyof ProcessSummary['instances']) =>
    processes?.reduce((total, process) => total + process.instances[of], 0);
  return (
    <nav className={classes.numbers} aria-label="Numbers">
      <Count
        label="Active instances"
        count={sum('active')}
        link={{ to: '/instances', search: { status: 'active' } }}
      />
      <Count label="My open tasks" count={tasks} link={{ to: '/tasks' }} />
      <Count
        label="With incident"
        count={sum('incident')}
        link={{ to: '/instances', search: { status: 'incident' } }}
      />
      <Count
        label="Completed"
        count={sum('completed')}
        link={{ to: '/instances', search: { status: 'completed' } }}
      />
    </nav>
  );
}

interface CountProps {
  readonly label: string;
  readonly count: number | undefined;
  readonly link: LinkProps;
}

function Count({ label, count, link }: CountProps) {
  return (
    <Link {...link} className={classes.count}>
      <span className={classes.value}>{count ?? '–'}</span>
      <span className={classes.label}>{label}</span>
    </Link>
  );
}
