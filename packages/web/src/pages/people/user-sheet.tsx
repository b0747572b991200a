import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { userQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { UserEditor } from './user-editor.tsx';

interface UserSheetProps {
  /** Null: nobody is looked at. */
  readonly userId: string | null;
  readonly onClose: () => void;
}

export function UserSheet({ userId, onClose }: UserSheetProps) {
  const [held, setHeld] = useState(false);
  const { data } = useQuery({ ...userQuery(userId ?? ''), enabled: userId !== null });
  const close = () => {
    setHeld(false);
    onClose();
  };
  return (
    <Sheet title={data?.name ?? userId ?? ''} opened={userId !== null} onClose={close} held={held}>
      {userId === null ? null : <LoadedUser key={userId} userId={userId} onHeld={setHeld} onClose={close} />}
    </Sheet>
  );
}

interface LoadedUserProps {
  readonly userId: string;
  readonly onHeld: (held: boolean) => void;
  readonly onClose: () => void;
}

function LoadedUser({ userId, onHeld, onClose }: LoadedUserProps) {
  const user = useQuery(userQuery(userId));
  return (
    <Loaded
      query={user}
      what="This user could not be loaded"
      skeleton={<SkeletonRows rows={5} height={48} label="Loading the user" />}
    >
      {(data) => <UserEditor first={data} onHeld={onHeld} onClose={onClose} />}
    </Loaded>
  );
}
