/** The tints a diagram may use; each has a fill and an outline in both themes. */
export type Hue = 'neutral' | 'danger' | 'warning' | 'success' | 'active' | 'scheduled';

/**
 * The tint nearest to a colour written into the file. White fills with dark labels are what makes
 * coloured diagrams unreadable in the dark theme, so colours from files become tints of the theme.
 */
export function hueOf(colour: string): Hue {
  const rgb = channels(colour);
  if (rgb === null) return 'neutral';
  const [red, green, blue] = rgb;
  const high = Math.max(red, green, blue);
  const spread = high - Math.min(red, green, blue);
  if (spread < 16) return 'neutral';
  const degrees = angle(red, green, blue, high, spread);
  if (degrees < 18 || degrees >= 325) return 'danger';
  if (degrees < 70) return 'warning';
  if (degrees < 165) return 'success';
  if (degrees < 245) return 'active';
  return 'scheduled';
}

function angle(red: number, green: number, blue: number, high: number, spread: number): number {
  if (high === red) return (60 * ((green - blue) / spread) + 360) % 360;
  if (high === green) return 60 * ((blue - red) / spread) + 120;
  return 60 * ((red - green) / spread) + 240;
}

function channels(colour: string): readonly [number, number, number] | null {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const parts = long ?? short;
  if (parts === null) return null;
  const [red, green, blue] = parts
    .slice(1, 4)
    .map((part) => Number.parseInt(part.length === 1 ? part + part : part, 16));
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue];
}
