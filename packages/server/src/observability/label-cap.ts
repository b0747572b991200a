/** Most values a label whose values users choose can take; further ones share `other`. */
const maxLabelValues = 200;

/**
 * Bounds a label: the first values keep their names, later ones become `other`. Without it a client
 * that invents process ids fills the memory of everything that stores the metrics.
 */
export function labelCap(limit: number = maxLabelValues): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= limit) return 'other';
    known.add(value);
    return value;
  };
}
