const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Date and time in the reader's own zone. */
export function fullMoment(iso: string): string {
  return full.format(new Date(iso));
}

export function clockTime(at: number): string {
  return clock.format(at);
}

export function calendarDay(iso: string): string {
  return day.format(new Date(iso));
}
