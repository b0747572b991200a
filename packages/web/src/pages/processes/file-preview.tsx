import { useQuery } from '@tanstack/react-query';
import type { Finding } from '@wbpm/contract';
import { Drawing } from '../../diagram/drawing.tsx';
import { type DiagramMarks, noMarks } from '../../diagram/marks.ts';
import classes from './file-preview.module.css';

interface FilePreviewProps {
  readonly file: File;
  readonly findings: readonly Finding[];
}

/** The drawing in a file that is not deployed, with what the server found in it marked on its elements. */
export function FilePreview({ file, findings }: FilePreviewProps) {
  const text = useQuery({
    queryKey: ['file', file.name, file.size, file.lastModified],
    queryFn: () => file.text(),
  });
  if (text.data?.includes('BPMNShape') !== true) return null;
  return (
    <div className={classes.preview}>
      <Drawing xml={text.data} marks={marksOfFindings(findings)} label={`Diagram in ${file.name}`} compact />
    </div>
  );
}

function marksOfFindings(findings: readonly Finding[]): DiagramMarks {
  const incidents = findings.flatMap(({ element_id: elementId, severity, message }) =>
    elementId === undefined || severity === 'warning' ? [] : [{ elementId, message }],
  );
  return { ...noMarks, incidents };
}
