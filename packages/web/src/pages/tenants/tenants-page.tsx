import { Button } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../api/me.ts';
import { tenantsQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { ListMore } from '../people/list-more.tsx';
import { NewTenant } from './new-tenant.tsx';
import { TenantSheet } from './tenant-sheet.tsx';
import { TenantTable } from './tenant-table.tsx';

const route = getRouteApi('/tenants');

/** For those who look after the whole installation, without seeing into its tenants. */
export function TenantsPage() {
  const { open, create } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const pages = useInfiniteQuery(tenantsQuery());
  const close = () => void navigate({ search: {} });
  const startCreating = () => void navigate({ search: { create: true } });

  return (
    <Page
      title="Tenants"
      action={
        may('tenant_create') ? (
          <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={startCreating}>
            Create tenant
          </Button>
        ) : undefined
      }
    >
      <Card flush>
        <Loaded
          query={pages}
          what="The tenants could not be loaded"
          skeleton={<SkeletonRows rows={4} height="var(--row)" label="Loading tenants" />}
        >
          {(data) => {
            const tenants = data.pages.flatMap((page) => page.tenants);
            return tenants.length > 0 ? (
              <>
                <TenantTable tenants={tenants} />
                <ListMore pages={pages} />
              </>
            ) : (
              <Empty
                icon={IconBuilding}
                title="No tenants yet"
                action={
                  may('tenant_create') ? <Button onClick={startCreating}>Create a tenant</Button> : undefined
                }
              >
                Tenants share this installation without knowing of each other.
              </Empty>
            );
          }}
        </Loaded>
      </Card>
      <NewTenant opened={create === true} onClose={close} />
      <TenantSheet tenantId={open ?? null} onClose={close} />
    </Page>
  );
}
