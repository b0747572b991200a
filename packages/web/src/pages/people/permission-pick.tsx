import { Checkbox } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { permissionGroups } from '../../words/permissions.ts';
import classes from './permission-pick.module.css';

interface PermissionPickProps {
  /** All there are to pick from. */
  readonly known: readonly string[];
  readonly value: readonly string[];
  readonly error?: string | undefined;
  readonly onChange: (value: string[]) => void;
}

/** Permissions by what they are about. What one has not oneself cannot be given. */
export function PermissionPick({ known, value, error, onChange }: PermissionPickProps) {
  const mine = useMe().permissions;
  return (
    <Checkbox.Group
      label="Permissions"
      description="You can give only what you may do yourself."
      error={error}
      value={[...value]}
      onChange={onChange}
    >
      <div className={classes.groups}>
        {permissionGroups([...known, ...value]).map((group) => (
          <fieldset key={group.resource} className={classes.group}>
            <legend>{group.label}</legend>
            <div className={classes.picks}>
              {group.permissions.map(({ name, label }) => (
                <Checkbox
                  key={name}
                  value={name}
                  label={label}
                  title={name}
                  disabled={!mine.includes(name)}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  );
}
