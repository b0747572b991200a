import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './bpmn-canvas.css';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFocusCentered, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import type { DiagramMarks } from './marks.ts';
import { useMarks } from './use-marks.ts';
import { useViewer } from './use-viewer.ts';
import { fitDiagram, zoomBy } from './viewport.ts';

export interface BpmnCanvasProps {
  readonly xml: string;
  readonly marks: DiagramMarks;
  readonly label: string;
  /** Too small for controls of its own. */
  readonly compact: boolean;
  readonly onOpen?: ((elementId: string) => void) | undefined;
}

/** One read-only diagram. Loaded on demand, for it brings bpmn-js along. */
export function BpmnCanvas({ xml, marks, label, compact, onOpen }: BpmnCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const view = useViewer(container, xml, marks.active[0]?.elementId ?? null, onOpen);
  useMarks(view.state === 'ready' ? view.services : null, marks);
  return (
    <figure className="wbpm-diagram" aria-label={label}>
      <div ref={container} className="wbpm-canvas" />
      {view.state === 'failed' ? (
        <p className="wbpm-diagram-failed">This diagram cannot be drawn: {view.message}</p>
      ) : null}
      {view.state === 'ready' && !compact ? (
        <div className="wbpm-zoom">
          <ZoomButton label="Zoom in" onClick={() => zoomBy(view.services.canvas, 1.25)}>
            <IconZoomIn size={16} stroke={1.5} />
          </ZoomButton>
          <ZoomButton label="Zoom out" onClick={() => zoomBy(view.services.canvas, 0.8)}>
            <IconZoomOut size={16} stroke={1.5} />
          </ZoomButton>
          <ZoomButton label="Fit the diagram" onClick={() => fitDiagram(view.services.canvas)}>
            <IconFocusCentered size={16} stroke={1.5} />
          </ZoomButton>
        </div>
      ) : null}
    </figure>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function ZoomButton({ label, onClick, children }: ZoomButtonProps) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
