import { Card } from '../../ui/card.tsx';
import { IncidentList } from '../instances/incident-list.tsx';
import { InstanceList, NoInstances } from '../instances/instance-list.tsx';
import type { StatusFilter } from '../instances/instances-search.ts';
import { StatusSelect } from '../instances/status-select.tsx';

interface ProcessInstancesProps {
  readonly processId: string;
  readonly status: StatusFilter | undefined;
  readonly onStatus: (status: StatusFilter | undefined) => void;
}

export function ProcessInstances({ processId, status, onStatus }: ProcessInstancesProps) {
  return (
    <Card flush title="Instances" aside={<StatusSelect value={status} onChange={onStatus} />}>
      {status === 'incident' ? (
        <IncidentList processId={processId} />
      ) : (
        <InstanceList
          filter={{ processId, status }}
          empty={
            <NoInstances>
              {status === undefined
                ? 'This process has not run yet.'
                : 'None of this process is in that state.'}
            </NoInstances>
          }
        />
      )}
    </Card>
  );
}
