import { IconMapPinOff } from '@tabler/icons-react';
import { Page } from '../shell/page.tsx';
import { Empty } from '../ui/empty.tsx';
import { LinkButton } from '../ui/link-button.tsx';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <Empty
        icon={IconMapPinOff}
        title="There is no page at this address"
        action={<LinkButton to="/">Go to Home</LinkButton>}
      >
        The link may be old, or mistyped.
      </Empty>
    </Page>
  );
}
