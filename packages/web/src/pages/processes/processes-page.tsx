import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconSitemap, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useLive } from '../../api/feed.ts';
import { processesQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { DropTarget } from '../../ui/drop-target.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { DeploySheet } from './deploy-sheet.tsx';
import { ProcessTable } from './process-table.tsx';
import classes from './processes-page.module.css';

const route = getRouteApi('/processes');

export function ProcessesPage() {
  const { q, deploy } = route.useSearch();
  const navigate = route.useNavigate();
  const processes = useQuery(processesQuery());
  const [dropped, setDropped] = useState<File | null>(null);
  useLive(processes.data?.processes.map((process) => process.process_id) ?? []);

  const openSheet = (file: File | null) => {
    setDropped(file);
    void navigate({ search: (search) => ({ ...search, deploy: true as const }) });
  };

  return (
    <Page
      title="Processes"
      action={
        <Button
          leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
          onClick={() => openSheet(null)}
        >
          Deploy
        </Button>
      }
    >
      <DropTarget hint="Drop a BPMN file to deploy it" onFile={openSheet}>
        <TextInput
          className={classes.filter}
          aria-label="Filter processes"
          placeholder="Filter by name or key"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          data-page-filter
          value={q ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value;
            void navigate({ search: text === '' ? {} : { q: text }, replace: true });
          }}
        />
        <Card flush>
          <Loaded
            query={processes}
            what="The processes could not be loaded"
            skeleton={<SkeletonRows rows={5} height="var(--row)" label="Loading processes" />}
          >
            {(data) => {
              const wanted = (q ?? '').toLowerCase();
              const shown = data.processes.filter((process) =>
                `${process.name} ${process.process_id}`.toLowerCase().includes(wanted),
              );
              if (shown.length > 0) return <ProcessTable processes={shown} />;
              return data.processes.length === 0 ? (
                <Empty
                  icon={IconSitemap}
                  title="No processes yet"
                  action={<Button onClick={() => openSheet(null)}>Deploy a BPMN file</Button>}
                >
                  Deploy a file, or drop one on this page.
                </Empty>
              ) : (
                <Empty
                  icon={IconSitemap}
                  title={`No process matches “${q}”`}
                  action={
                    <Button variant="default" onClick={() => void navigate({ search: {} })}>
                      Clear filter
                    </Button>
                  }
                />
              );
            }}
          </Loaded>
        </Card>
      </DropTarget>
      <DeploySheet
        opened={deploy === true}
        file={dropped}
        onClose={() => void navigate({ search: ({ deploy: _open, ...rest }) => rest })}
      />
    </Page>
  );
}
