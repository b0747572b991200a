import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { diagramQuery } from '../api/queries.ts';
import { FailurePanel } from '../components/failure-panel.tsx';
import { type DiagramMarks, noMarks } from './marks.ts';

const BpmnCanvas = lazy(() => import('./bpmn-canvas.tsx').then((part) => ({ default: part.BpmnCanvas })));

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
  const waiting = <Skeleton height="100%" radius={0} />;
  return (
    <div style={{ height }}>
      {xml.isError ? (
        <FailurePanel what="The diagram could not be loaded" cause={xml.error} onRetry={xml.refetch} />
      ) : null}
      {xml.isPending ? waiting : null}
      {xml.data === undefined ? null : (
        <Suspense fallback={waiting}>
          <BpmnCanvas xml={xml.data} marks={marks} label={label} compact={compact} onOpen={onOpen} />
        </Suspense>
      )}
    </div>
  );
}
