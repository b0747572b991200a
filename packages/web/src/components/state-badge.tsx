import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCalendarTime,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconCircleX,
  IconClockHour3,
  IconLock,
  IconPlayerPause,
  IconTrash,
} from '@tabler/icons-react';
import classes from './state-badge.module.css';

export type State =
  | 'active'
  | 'waiting'
  | 'incident'
  | 'completed'
  | 'cancelled'
  | 'failed'
  | 'suspended'
  | 'scheduled'
  | 'draft'
  | 'disabled'
  | 'locked'
  | 'expired'
  | 'deleting'
  | 'deleted';

interface Vocabulary {
  readonly word: string;
  readonly icon: Icon;
  readonly tone: 'active' | 'danger' | 'success' | 'neutral' | 'scheduled' | 'warning';
}

const vocabulary: Readonly<Record<State, Vocabulary>> = {
  active: { word: 'Active', icon: IconCircleDot, tone: 'active' },
  waiting: { word: 'Waiting', icon: IconClockHour3, tone: 'active' },
  incident: { word: 'Incident', icon: IconAlertTriangle, tone: 'danger' },
  completed: { word: 'Completed', icon: IconCircleCheck, tone: 'success' },
  cancelled: { word: 'Cancelled', icon: IconBan, tone: 'neutral' },
  failed: { word: 'Failed', icon: IconCircleX, tone: 'danger' },
  suspended: { word: 'Suspended', icon: IconPlayerPause, tone: 'scheduled' },
  scheduled: { word: 'Scheduled', icon: IconCalendarTime, tone: 'scheduled' },
  disabled: { word: 'Disabled', icon: IconBan, tone: 'neutral' },
  locked: { word: 'Locked', icon: IconLock, tone: 'warning' },
  deleting: { word: 'Being deleted', icon: IconTrash, tone: 'warning' },
  deleted: { word: 'Deleted', icon: IconTrash, tone: 'neutral' },
  expired: { word: 'Expired', icon: IconCircleX, tone: 'neutral' },
  draft: { word: 'Draft', icon: IconCircleDashed, tone: 'neutral' },
};

/** A state is always its word, its icon and its colour together, and the same on every page. */
export function StateBadge({ state, plain = false }: { readonly state: State; readonly plain?: boolean }) {
  const { word, icon: Icon, tone } = vocabulary[state];
  return (
    <span className={plain ? classes.plain : classes.badge} data-tone={tone} data-state={state}>
      <Icon size={plain ? 16 : 14} stroke={1.75} aria-hidden />
      {word}
    </span>
  );
}

export function stateWord(state: State): string {
  return vocabulary[state].word;
}

export function stateIcon(state: State): Icon {
  return vocabulary[state].icon;
}

export function stateTone(state: State): Vocabulary['tone'] {
  return vocabulary[state].tone;
}
