import { useQuery } from '@tanstack/react-query';
import { groupQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { GroupEditor } from './group-editor.tsx';

interface GroupSheetProps {
  /** Null: none is looked at. */
  readonly groupId: string | null;
  readonly onClose: () => void;
}

export function GroupSheet({ groupId, onClose }: GroupSheetProps) {
  const { data } = useQuery({ ...groupQuery(groupId ?? ''), enabled: groupId !== null });
  return (
    <Sheet title={data?.name ?? groupId ?? ''} opened={groupId !== null} onClose={onClose}>
      {groupId === null ? null : <LoadedGroup key={groupId} groupId={groupId} onClose={onClose} />}
    </Sheet>
  );
}

function LoadedGroup({ groupId, onClose }: { readonly groupId: string; readonly onClose: () => void }) {
  const group = useQuery(groupQuery(groupId));
  return (
    <Loaded
      query={group}
      what="This group could not be loaded"
      skeleton={<SkeletonRows rows={5} height={48} label="Loading the group" />}
    >
      {(data) => <GroupEditor first={data} onDeleted={onClose} />}
    </Loaded>
  );
}
