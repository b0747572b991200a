import type { FormField, JsonObject } from '@wbpm/contract';
import { useState } from 'react';
import { type Faults, type FieldValue, type FieldValues, formFaults, initialValues } from './field-values.ts';

export interface Fields {
  readonly fields: readonly FormField[];
  readonly values: FieldValues;
  /** Faults of the fields that have been left once, and what the server objected to. */
  readonly faults: Faults;
  readonly dirty: boolean;
  readonly set: (id: string, value: FieldValue) => void;
  readonly leave: (id: string) => void;
  readonly replace: (values: FieldValues) => void;
  /** Shows every fault and answers whether there is none. */
  readonly check: () => boolean;
  readonly object: (faults: Faults) => void;
}

/** A field is judged when it is left, then on every change. */
export function useFields(fields: readonly FormField[], variables: JsonObject): Fields {
  const [values, setValues] = useState(() => initialValues(fields, variables));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [objections, setObjections] = useState<Faults>({});
  const [dirty, setDirty] = useState(false);
  const current = formFaults(fields, values);
  const shown = Object.fromEntries(Object.entries(current).filter(([id]) => left.has(id)));
  return {
    fields,
    values,
    faults: { ...objections, ...shown },
    dirty,
    set: (id, value) => {
      setDirty(true);
      setValues((before) => ({ ...before, [id]: value }));
      setObjections(({ [id]: _answered, ...others }) => others);
    },
    leave: (id) => setLeft((before) => new Set(before).add(id)),
    replace: (next) => {
      setDirty(true);
      setValues((before) => ({ ...before, ...next }));
    },
    check: () => {
      setLeft(new Set(fields.map((field) => field.id)));
      return Object.keys(current).length === 0;
    },
    object: setObjections,
  };
}

export function isFieldValues(candidate: unknown): candidate is FieldValues {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    Object.values(candidate).every(
      (value) => value === null || typeof value === 'string' || typeof value === 'boolean',
    )
  );
}
