import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ProcessSummary } from '@wbpm/contract';
import { Diagram } from '../../diagram/diagram.tsx';
import { FirstRunScene } from './first-run-scene.tsx';
import { StartSample } from './start-sample.tsx';

interface FirstRunStartProps {
  readonly process: ProcessSummary;
  readonly quiet: boolean;
  readonly onStarted: (instanceId: string) => void;
}

export function FirstRunStart({ process, quiet, onStarted }: FirstRunStartProps) {
  return (
    <FirstRunScene
      title="See a process run."
      text={`${process.name} is deployed and ready. Start it, do its task here, and watch the token move.`}
      diagram={
        <Diagram
          definitionId={process.definition_id}
          label={`Diagram of ${process.name}`}
          height="var(--diagram-small)"
          compact
        />
      }
    >
      <StartSample process={process} onStarted={onStarted}>
        {(open) => (
          <Button
            variant={quiet ? 'default' : 'filled'}
            size="md"
            leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
            onClick={open}
          >
            Start {process.name}
          </Button>
        )}
      </StartSample>
    </FirstRunScene>
  );
}
