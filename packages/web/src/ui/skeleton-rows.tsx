import { Skeleton } from '@mantine/core';
import { Delayed } from './delayed.tsx';

interface SkeletonRowsProps {
  readonly rows: number;
  readonly height: number | string;
  readonly label: string;
}

/** Stands in for a list with the geometry the list will have. */
export function SkeletonRows({ rows, height, label }: SkeletonRowsProps) {
  return (
    <Delayed>
      <div role="status" aria-label={label}>
        {Array.from({ length: rows }, (_, row) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
            key={row}
            style={{
              height,
              display: 'flex',
              alignItems: 'center',
              gap: 16,
              borderBottom: '1px solid var(--border)',
              padding: '0 16px',
            }}
          >
            <Skeleton height={12} width="28%" />
            <Skeleton height={12} width="18%" />
            <Skeleton height={12} width="12%" />
          </div>
        ))}
      </div>
    </Delayed>
  );
}
