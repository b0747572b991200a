import type { Finding } from '@wbpm/contract';
import { Drawing } from '../../diagram/drawing.tsx';
import { type DiagramMarks, noMarks } from '../../diagram/marks.ts';
import classes from './definition-preview.module.css';

interface DefinitionPreviewProps {
  readonly xml: string | null;
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** The drawing of a process that is not deployed, with what the server found in it marked on its elements. */
export function DefinitionPreview({ xml, name, findings }: DefinitionPreviewProps) {
  if (xml === null) return null;
  return (
    <div className={classes.preview}>
      <Drawing xml={xml} marks={marksOfFindings(findings)} label={`Diagram in ${name}`} compact />
    </div>
  );
}

function marksOfFindings(findings: readonly Finding[]): DiagramMarks {
  const incidents = findings.flatMap(({ element_id: elementId, severity, message }) =>
    elementId === undefined || severity === 'warning' ? [] : [{ elementId, message }],
  );
  return { ...noMarks, incidents };
}
