/** Bounds of a DSL text; what lies beyond is refused with a finding, not read. */
export const dslLimits = {
  /** Characters of the whole text. */
  textLength: 256 * 1024,
  lines: 20_000,
  /** Characters of one line. */
  lineLength: 64 * 1024,
  /** Blocks within blocks. */
  depth: 100,
  /** Findings of one reading. */
  findings: 100,
} as const;
