/** The word of `known` that the written one most likely was meant to be, null when none is near. */
function nearest(written: string, known: Iterable<string>): string | null {
  const wanted = written.slice(0, 40).toLowerCase();
  const bound = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | null = null;
  let bestDistance = bound + 1;
  for (const word of known) {
    if (Math.abs(word.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, word.toLowerCase());
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many characters to insert, drop, change or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let twoBack: readonly number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = Number(a[row - 1] !== b[column - 1]);
      let least = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (twoBack[column - 2] ?? least) + 1);
      }
      current.push(least);
    }
    twoBack = previous;
    previous = current;
  }
  return previous[b.length] ?? a.length;
}

/** ` (did you mean X?)`, or nothing. */
export function suggestion(written: string, known: Iterable<string>): string {
  const word = nearest(written, known);
  return word === null ? '' : ` (did you mean ${word}?)`;
}
