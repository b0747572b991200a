import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useLive } from '../../api/feed.ts';
import { processesQuery } from '../../api/queries.ts';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { FilterChips } from './filter-chips.tsx';
import { IncidentList } from './incident-list.tsx';
import { InstanceFilters } from './instance-filters.tsx';
import { InstanceList, NoInstances } from './instance-list.tsx';
import type { InstancesSearch } from './instances-search.ts';

const route = getRouteApi('/instances');

export function InstancesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const processes = useQuery(processesQuery()).data?.processes ?? [];
  useLive(processes.map((process) => process.process_id));

  const filtered = Object.keys(search).length > 0;
  const change = (next: InstancesSearch) => void navigate({ search: next, replace: true });

  return (
    <Page
      title="Instances"
      action={
        <LinkButton to="/processes" visibleFrom="sm">
          Start a process
        </LinkButton>
      }
    >
      <InstanceFilters search={search} processes={processes} onChange={change} />
      <Card flush>
        {search.status === 'incident' ? (
          <IncidentList processId={search.process} />
        ) : (
          <InstanceList
            withProcess
            filter={{ status: search.status, processId: search.process, businessKey: search.key }}
            empty={
              filtered ? (
                <NoInstances action={<FilterChips search={search} processes={processes} onChange={change} />}>
                  None match these filters.
                </NoInstances>
              ) : (
                <NoInstances action={<LinkButton to="/processes">Start a process</LinkButton>}>
                  An instance is one run of a process. Start one to see it here.
                </NoInstances>
              )
            }
          />
        )}
      </Card>
    </Page>
  );
}
