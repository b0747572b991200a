import { SegmentedControl } from '@mantine/core';

interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A choice among a few, all of them visible. */
export function Segments<Value extends string>({ label, value, segments, onChange }: SegmentsProps<Value>) {
  return (
    <SegmentedControl
      aria-label={label}
      value={value}
      onChange={(chosen) => {
        const segment = segments.find((each) => each.value === chosen);
        if (segment !== undefined) onChange(segment.value);
      }}
      data={segments.map((segment) => ({ value: segment.value, label: segment.label }))}
      size="xs"
      radius="sm"
      withItemsBorders={false}
    />
  );
}
