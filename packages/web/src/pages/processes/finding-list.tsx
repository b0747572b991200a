import type { Finding } from '@wbpm/contract';
import { FindingIcon } from './finding-icon.tsx';
import classes from './finding-list.module.css';

interface FindingListProps {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** What the server found in a definition, by element and line. */
export function FindingList({ title, findings }: FindingListProps) {
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.list}>
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.element_id} ${finding.line} ${finding.message}`}
            className={classes.finding}
          >
            <FindingIcon warning={finding.severity === 'warning'} />
            <div>
              <Message text={finding.message} />
              <p className={classes.place}>{placeOf(finding)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first line says what is wrong, what follows shows where in the text. */
function Message({ text }: { readonly text: string }) {
  const [said = '', ...excerpt] = text.split('\n');
  return (
    <>
      <p>{said}</p>
      {excerpt.length === 0 ? null : <pre className={classes.excerpt}>{excerpt.join('\n')}</pre>}
    </>
  );
}

function placeOf(finding: Finding) {
  const { element_id, line, column, pointer } = finding;
  return (
    <>
      {element_id === undefined ? null : <code>{element_id}</code>}
      {line === undefined ? null : (
        <span>{column === undefined ? `line ${line}` : `line ${line}, column ${column}`}</span>
      )}
      {pointer === undefined ? null : <code>{pointer}</code>}
      <span>{finding.code}</span>
    </>
  );
}
