/** Tall enough to read on a desk, small enough to leave room for the action on a phone. */
export const heroHeight = 'clamp(220px, 36vh, 340px)';
