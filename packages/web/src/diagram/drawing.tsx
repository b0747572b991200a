import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { BpmnCanvasProps } from './bpmn-canvas.tsx';

const BpmnCanvas = lazy(() => import('./bpmn-canvas.tsx').then((part) => ({ default: part.BpmnCanvas })));

export const drawingToCome = <Skeleton height="100%" radius={0} />;

/** A diagram from its XML, as large as its place; brings bpmn-js along when it is first drawn. */
export function Drawing(props: BpmnCanvasProps) {
  return (
    <Suspense fallback={drawingToCome}>
      <BpmnCanvas {...props} />
    </Suspense>
  );
}
