import type { ReactNode } from 'react';
import classes from './first-run-scene.module.css';

interface FirstRunSceneProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly diagram: ReactNode;
  readonly children: ReactNode;
}

/** Words and action beside the diagram, so that doing and watching fit in one look. */
export function FirstRunScene({ title, text, diagram, children }: FirstRunSceneProps) {
  return (
    <div className={classes.scene}>
      <div className={classes.words}>
        <h2 className={classes.title} aria-live="polite">
          {title}
        </h2>
        <div className={classes.text}>{text}</div>
      </div>
      <div className={classes.diagram}>{diagram}</div>
      <div className={classes.action}>{children}</div>
    </div>
  );
}
