import { useQuery } from '@tanstack/react-query';
import { diagramQuery } from '../api/queries.ts';
import { FailurePanel } from '../components/failure-panel.tsx';
import { Drawing, drawingToCome } from './drawing.tsx';
import { type DiagramMarks, noMarks } from './marks.ts';

interface DiagramProps {
  readonly definitionId: string;
  readonly label: string;
  readonly marks?: DiagramMarks;
  readonly height: number | string;
  readonly compact?: boolean;
  readonly onOpen?: (elementId: string) => void;
}

/** The diagram of one version, as tall as its place from the first moment on. */
export function Diagram({
  definitionId,
  label,
  marks = noMarks,
  height,
  compact = false,
  onOpen,
}: DiagramProps) {
  const xml = useQuery(diagramQuery(definitionId));
  return (
    <div style={{ height }}>
      {xml.isError ? (
        <FailurePanel what="The diagram could not be loaded" cause={xml.error} onRetry={xml.refetch} />
      ) : null}
      {xml.isPending ? drawingToCome : null}
      {xml.data === undefined ? null : (
        <Drawing xml={xml.data} marks={marks} label={label} compact={compact} onOpen={onOpen} />
      )}
    </div>
  );
}
