import { useQuery } from '@tanstack/react-query';
import { tenantQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { TenantEditor } from './tenant-editor.tsx';

interface TenantSheetProps {
  /** Null: none is looked at. */
  readonly tenantId: string | null;
  readonly onClose: () => void;
}

export function TenantSheet({ tenantId, onClose }: TenantSheetProps) {
  const { data } = useQuery({ ...tenantQuery(tenantId ?? ''), enabled: tenantId !== null });
  return (
    <Sheet title={data?.name ?? tenantId ?? ''} opened={tenantId !== null} onClose={onClose}>
      {tenantId === null ? null : <LoadedTenant key={tenantId} tenantId={tenantId} />}
    </Sheet>
  );
}

function LoadedTenant({ tenantId }: { readonly tenantId: string }) {
  const tenant = useQuery(tenantQuery(tenantId));
  return (
    <Loaded
      query={tenant}
      what="This tenant could not be loaded"
      skeleton={<SkeletonRows rows={3} height={48} label="Loading the tenant" />}
    >
      {(data) => <TenantEditor first={data} />}
    </Loaded>
  );
}
