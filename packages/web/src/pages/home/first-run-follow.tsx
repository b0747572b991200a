import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ProcessSummary } from '@wbpm/contract';
import { useState } from 'react';
import { useLive } from '../../api/feed.ts';
import { type InstanceView, instanceViewQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Diagram } from '../../diagram/diagram.tsx';
import { instanceMarks } from '../../diagram/instance-marks.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { durationWords } from '../../words/durations.ts';
import { WaitList } from '../instances/wait-list.tsx';
import { TaskWork } from '../tasks/task-work.tsx';
import { FirstRunScene } from './first-run-scene.tsx';
import { StartSample } from './start-sample.tsx';

interface FirstRunFollowProps {
  readonly instanceId: string;
  readonly process: ProcessSummary;
  readonly quiet: boolean;
  readonly onOpen: () => void;
  readonly onStarted: (instanceId: string) => void;
}

/** One instance from its task to its end, task form and diagram side by side. */
export function FirstRunFollow({ instanceId, ...rest }: FirstRunFollowProps) {
  const view = useQuery(instanceViewQuery(instanceId));
  return (
    <Loaded
      query={view}
      what="The sample instance could not be loaded"
      skeleton={<SkeletonRows rows={4} height={80} label="Loading the sample" />}
    >
      {(data) => <Scene view={data} {...rest} />}
    </Loaded>
  );
}

type SceneProps = Omit<FirstRunFollowProps, 'instanceId'> & { readonly view: InstanceView };

function Scene({ view, process, quiet, onOpen, onStarted }: SceneProps) {
  const [working, setWorking] = useState(false);
  const { instance } = view;
  const task = view.tasks.find((each) => each.status === 'active');
  useLive([instance.process_id]);
  const named =
    instance.business_key === null
      ? instance.process_name
      : `${instance.process_name} ${instance.business_key}`;
  const diagram = (
    <Diagram
      definitionId={instance.definition_id}
      label={`Diagram of ${instance.process_name} with the path of this instance`}
      marks={instanceMarks(view)}
      height="var(--diagram-small)"
      compact
    />
  );

  if (instance.end_time !== null) {
    const took = durationWords(Date.parse(instance.end_time) - Date.parse(instance.start_time));
    return (
      <FirstRunScene
        title={`Finished in ${took}.`}
        text={`${named} went all the way to its end.`}
        diagram={diagram}
      >
        <StartSample process={process} onStarted={onStarted}>
          {(open) => (
            <Button variant={quiet ? 'default' : 'filled'} size="md" onClick={open}>
              Start another
            </Button>
          )}
        </StartSample>
        <Link to="/instances/$instanceId" params={{ instanceId: instance.instance_id }}>
          See everything it did
        </Link>
      </FirstRunScene>
    );
  }

  if (task === undefined) {
    return (
      <FirstRunScene
        title="A process is running."
        text={<p>{named} goes on without you for now.</p>}
        diagram={diagram}
      >
        <WaitList view={view} />
        <LinkButton
          to="/instances/$instanceId"
          params={{ instanceId: instance.instance_id }}
          variant={quiet ? 'default' : 'filled'}
        >
          Open the instance
        </LinkButton>
      </FirstRunScene>
    );
  }

  return (
    <FirstRunScene
      title={working ? task.name : 'A process is running. It is waiting for you.'}
      text={working ? named : `${named} waits at “${task.name}”.`}
      diagram={diagram}
    >
      {working && !quiet ? (
        <TaskWork taskId={task.task_id} onDone={() => setWorking(false)} />
      ) : (
        <Button
          variant={quiet ? 'default' : 'filled'}
          size="md"
          onClick={() => {
            onOpen();
            setWorking(true);
          }}
        >
          Do the task
        </Button>
      )}
    </FirstRunScene>
  );
}
