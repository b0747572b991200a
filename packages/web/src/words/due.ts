import { roughDurationWords } from './durations.ts';

export interface DueWords {
  readonly state: 'neutral' | 'at-risk' | 'overdue';
  readonly words: string;
}

const dayMs = 86_400_000;
const riskShare = 0.8;

/** What a due date means now; nothing to say where there is none. */
export function dueWords(
  dueAt: string | null,
  createdAt: string,
  now: number,
  locale?: string,
): DueWords | null {
  if (dueAt === null) return null;
  const due = Date.parse(dueAt);
  if (Number.isNaN(due)) return null;
  if (due <= now) return { state: 'overdue', words: `${roughDurationWords(now - due)} late` };
  const allowance = due - Date.parse(createdAt);
  const used = now - Date.parse(createdAt);
  if (allowance > 0 && used / allowance >= riskShare) {
    return { state: 'at-risk', words: `due in ${roughDurationWords(due - now)}` };
  }
  return { state: 'neutral', words: `Due ${dueDay(due, now, locale)}` };
}

function dueDay(due: number, now: number, locale: string | undefined): string {
  if (due - now < dayMs) return `in ${roughDurationWords(due - now)}`;
  const withinWeek = due - now < 6 * dayMs;
  const format: Intl.DateTimeFormatOptions = withinWeek
    ? { weekday: 'short' }
    : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale, format).format(due);
}
