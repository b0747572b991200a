import type { JsonValue } from '@wbpm/contract';
import classes from './json-value-view.module.css';

const inlineLength = 80;

/** A value as text where it is short, folded away where it is not. */
export function JsonValueView({ value }: { readonly value: JsonValue }) {
  if (typeof value === 'string') return value.length <= 400 ? <span>{value}</span> : <Folded text={value} />;
  const text = JSON.stringify(value);
  if (text.length <= inlineLength) return <code>{text}</code>;
  return <Folded text={JSON.stringify(value, null, 2)} />;
}

function Folded({ text }: { readonly text: string }) {
  return (
    <details className={classes.folded}>
      <summary>
        <code>{text.slice(0, 60).replace(/\s+/g, ' ')}…</code>
      </summary>
      <pre className={classes.text}>{text}</pre>
    </details>
  );
}
