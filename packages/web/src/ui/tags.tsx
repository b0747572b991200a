import classes from './tags.module.css';

/** Names in a row; words for none of them. */
export function Tags({
  names,
  none = 'None',
}: {
  readonly names: readonly string[];
  readonly none?: string;
}) {
  if (names.length === 0) return <span className={classes.none}>{none}</span>;
  return (
    <span className={classes.tags}>
      {names.map((name) => (
        <span key={name} className={classes.tag}>
          {name}
        </span>
      ))}
    </span>
  );
}
