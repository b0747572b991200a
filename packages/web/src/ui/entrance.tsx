import { type ReactNode, useEffect } from 'react';
import classes from './entrance.module.css';
import { Logo } from './logo.tsx';

/** A page before the application: one card in the middle. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · WBPM`;
  }, [title]);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Logo />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
