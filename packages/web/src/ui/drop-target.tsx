import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './drop-target.module.css';

interface DropTargetProps {
  readonly hint: string;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** Takes a file dropped anywhere on its content. */
export function DropTarget({ hint, onFile, children }: DropTargetProps) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const carriesFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; a button offers the same
    <div
      className={classes.target}
      onDragEnter={(event) => {
        if (!carriesFile(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (carriesFile(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!carriesFile(event)) return;
        depth.current -= 1;
        if (depth.current === 0) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        const file = event.dataTransfer.files.item(0);
        if (file !== null) onFile(file);
      }}
    >
      {children}
      {over ? <div className={classes.hint}>{hint}</div> : null}
    </div>
  );
}
