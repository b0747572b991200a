import { IconAlertCircle } from '@tabler/icons-react';
import classes from './error-summary.module.css';

interface SummaryItem {
  /** Id of the input. */
  readonly target: string;
  readonly label: string;
  readonly fault: string;
}

/** What is wrong with a form, each line a way to the field. */
export function ErrorSummary({ items }: { readonly items: readonly SummaryItem[] }) {
  return (
    <div aria-live="polite">
      {items.length < 2 ? null : (
        <div className={classes.summary}>
          <p className={classes.title}>
            <IconAlertCircle size={16} stroke={1.5} aria-hidden />
            {items.length} fields need a change
          </p>
          <ul>
            {items.map((item) => (
              <li key={item.target}>
                <a
                  href={`#${item.target}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(item.target)?.focus();
                  }}
                >
                  {item.label}
                </a>
                : {item.fault}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
