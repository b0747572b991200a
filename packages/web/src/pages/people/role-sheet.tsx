import { IconMapPinOff } from '@tabler/icons-react';
import type { Role } from '@wbpm/contract';
import { useMay } from '../../api/me.ts';
import { PermissionList } from '../../components/permission-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import stack from '../../ui/stack.module.css';
import { RoleEditor } from './role-editor.tsx';

interface RoleSheetProps {
  /** Null while they are loaded. */
  readonly roles: readonly Role[] | null;
  /** Null: none is looked at. */
  readonly roleId: string | null;
  readonly onClose: () => void;
}

export function RoleSheet({ roles, roleId, onClose }: RoleSheetProps) {
  const may = useMay();
  const role = roles?.find((each) => each.role_id === roleId);
  return (
    <Sheet title={role?.name ?? roleId ?? ''} opened={roleId !== null && roles !== null} onClose={onClose}>
      {role === undefined ? (
        <Empty icon={IconMapPinOff} title="There is no such role">
          It may have been deleted.
        </Empty>
      ) : role.built_in || !may('role_update') ? (
        <div className={stack.stack}>
          {role.built_in ? (
            <p className={stack.quiet}>Built in: the same for every tenant, and never changed.</p>
          ) : null}
          <PermissionList names={role.permissions} />
        </div>
      ) : (
        <RoleEditor key={role.role_id} first={role} roles={roles ?? []} onDeleted={onClose} />
      )}
    </Sheet>
  );
}
