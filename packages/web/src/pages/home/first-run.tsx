import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ProcessSummary, Task } from '@wbpm/contract';
import { useState } from 'react';
import classes from './first-run.module.css';
import { FirstRunFollow } from './first-run-follow.tsx';
import { FirstRunStart } from './first-run-start.tsx';
import { sampleTask } from './samples.ts';

interface FirstRunProps {
  readonly process: ProcessSummary;
  readonly tasks: readonly Task[];
  /** Another part of the page has the main action for now. */
  readonly quiet: boolean;
  readonly onOpen: () => void;
  readonly onHide: () => void;
}

/** A live process as the first thing to see. It follows one instance until another is started. */
export function FirstRun({ process, tasks, quiet, onOpen, onHide }: FirstRunProps) {
  const [followed, setFollowed] = useState<string | null>(null);
  const instanceId = followed ?? sampleTask(tasks)?.instance_id ?? null;
  return (
    <section className={classes.hero} aria-label="A sample process">
      {instanceId === null ? (
        <FirstRunStart process={process} quiet={quiet} onStarted={setFollowed} />
      ) : (
        <FirstRunFollow
          key={instanceId}
          instanceId={instanceId}
          process={process}
          quiet={quiet}
          onOpen={() => {
            setFollowed(instanceId);
            onOpen();
          }}
          onStarted={setFollowed}
        />
      )}
      <div className={classes.hide}>
        <Tooltip label="Hide the sample">
          <ActionIcon variant="subtle" size="var(--control)" aria-label="Hide the sample" onClick={onHide}>
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </div>
    </section>
  );
}
