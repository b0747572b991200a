const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const;

/** At most two neighbouring units: "3 d 4 h", "12 min 5 s", "45 s". Never negative. */
export function durationWords(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 1000) return 'under 1 s';
  const largest = units.findIndex((unit) => span >= unit.ms);
  const first = units[largest];
  if (first === undefined) return 'under 1 s';
  const second = units[largest + 1];
  const count = Math.floor(span / first.ms);
  const rest = second === undefined ? 0 : Math.floor((span % first.ms) / second.ms);
  return rest === 0 || second === undefined
    ? `${count} ${first.name}`
    : `${count} ${first.name} ${rest} ${second.name}`;
}

/** One unit, the way people say it: "3 d", "2 h". */
export function roughDurationWords(ms: number): string {
  return durationWords(ms).split(' ').slice(0, 2).join(' ');
}

/** "just now", "5 min ago", "in 3 h". */
export function relativeWords(at: number, now: number): string {
  const away = Math.abs(at - now);
  if (away < 45_000) return at > now ? 'in under a minute' : 'just now';
  const words = roughDurationWords(away);
  return at > now ? `in ${words}` : `${words} ago`;
}
