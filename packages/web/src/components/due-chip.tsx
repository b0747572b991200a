import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCalendarEvent, IconClockExclamation } from '@tabler/icons-react';
import { useNow } from '../ui/use-now.ts';
import { type DueWords, dueWords } from '../words/due.ts';
import { fullMoment } from '../words/moments.ts';
import classes from './due-chip.module.css';

const icons: Readonly<Record<DueWords['state'], typeof IconAlertTriangle>> = {
  neutral: IconCalendarEvent,
  'at-risk': IconClockExclamation,
  overdue: IconAlertTriangle,
};

const prefix: Readonly<Record<DueWords['state'], string>> = {
  neutral: '',
  'at-risk': 'At risk, ',
  overdue: 'Overdue, ',
};

/** When a task is due: words, icon and colour; nothing for a task without a date. */
export function DueChip({ dueAt, createdAt }: { readonly dueAt: string | null; readonly createdAt: string }) {
  const due = dueWords(dueAt, createdAt, useNow());
  if (due === null || dueAt === null) return null;
  const Icon = icons[due.state];
  return (
    <Tooltip label={`Due ${fullMoment(dueAt)}`}>
      <span className={classes.chip} data-state={due.state}>
        <Icon size={14} stroke={1.75} aria-hidden />
        {prefix[due.state]}
        {due.words}
      </span>
    </Tooltip>
  );
}
