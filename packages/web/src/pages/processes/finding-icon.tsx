import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';

export function FindingIcon({ warning }: { readonly warning: boolean }) {
  return warning ? (
    <IconAlertTriangle size={18} stroke={1.5} color="var(--warning)" aria-label="Warning" />
  ) : (
    <IconCircleX size={18} stroke={1.5} color="var(--danger)" aria-label="Error" />
  );
}
