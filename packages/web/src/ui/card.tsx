import type { ReactNode } from 'react';
import classes from './card.module.css';

interface CardProps {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Content reaches the border: tables, diagrams. */
  readonly flush?: boolean;
}

/** A titled region on a surface. */
export function Card({ title, aside, children, flush = false }: CardProps) {
  return (
    <section className={classes.card}>
      {title === undefined ? null : (
        <header className={classes.header}>
          <h2 className={classes.title}>{title}</h2>
          {aside === undefined ? null : <div className={classes.aside}>{aside}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
