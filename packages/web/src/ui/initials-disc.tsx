import { initials } from '../words/initials.ts';
import classes from './initials-disc.module.css';

/** Stands for somebody where there is no room for their name; says nothing by itself. */
export function InitialsDisc({ name }: { readonly name: string }) {
  return (
    <span className={classes.disc} aria-hidden>
      {initials(name)}
    </span>
  );
}
