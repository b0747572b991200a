import { useInfiniteQuery } from '@tanstack/react-query';
import { useMay } from '../../api/me.ts';
import { groupsQuery } from '../../api/people-queries.ts';
import { type Pick, PickList } from '../../ui/pick-list.tsx';

interface GroupPickProps {
  readonly value: readonly string[];
  readonly error?: string | undefined;
  /** Why none of them can be changed. */
  readonly fixed?: string | undefined;
  readonly onChange: (value: string[]) => void;
}

export function GroupPick({ value, error, fixed, onChange }: GroupPickProps) {
  const pages = useInfiniteQuery({ ...groupsQuery(), enabled: useMay()('group_read') }).data?.pages ?? [];
  const groups = pages.flatMap((page) => page.groups);
  const known = groups.map((group): Pick => ({ value: group.group_id, label: group.name, fixed }));
  const unknown = value
    .filter((id) => !groups.some((group) => group.group_id === id))
    .map((id): Pick => ({ value: id, label: id, fixed }));
  return (
    <PickList
      label="Groups"
      picks={[...known, ...unknown]}
      value={value}
      error={error}
      onChange={onChange}
      none="There are no groups yet."
    />
  );
}
