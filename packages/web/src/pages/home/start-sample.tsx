import { useQuery } from '@tanstack/react-query';
import type { ProcessSummary } from '@wbpm/contract';
import { type ReactNode, useState } from 'react';
import { processQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { StartForm } from '../processes/start-form.tsx';

interface StartSampleProps {
  readonly process: ProcessSummary;
  readonly onStarted: (instanceId: string) => void;
  readonly children: (open: () => void) => ReactNode;
}

/** Starts a process without leaving the page. */
export function StartSample({ process, onStarted, children }: StartSampleProps) {
  const [opened, setOpened] = useState(false);
  const detail = useQuery(processQuery(process.process_id));
  return (
    <>
      {children(() => setOpened(true))}
      <Sheet title={`Start ${process.name}`} opened={opened} onClose={() => setOpened(false)}>
        <Loaded
          query={detail}
          what="The start form could not be loaded"
          skeleton={<SkeletonRows rows={4} height={56} label="Loading the start form" />}
        >
          {(data) => (
            <StartForm
              process={data}
              onStarted={(instanceId) => {
                setOpened(false);
                onStarted(instanceId);
              }}
            />
          )}
        </Loaded>
      </Sheet>
    </>
  );
}
