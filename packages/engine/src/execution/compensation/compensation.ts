import type { JsonObject } from '../../model/json.ts';

/**
 * A completed activity that can be undone (BPMN 2.0 §13.5.5): kept until it is compensated or its scope
 * is left for good. A completed subprocess keeps those of its content under its own former id.
 */
export interface Compensation {
  readonly id: string;
  readonly elementId: string;
  /** The element instance that has completed. */
  readonly elementInstanceId: string;
  /** Scope it completed in: an element instance, live or completed, or the instance. */
  readonly scopeId: string;
  /** Its local variables when it completed. */
  readonly variables: JsonObject;
}

/** The compensation a handler carries out, and the element instance that waits for it. */
export interface Undoing {
  readonly compensationId: string;
  readonly driverId: string;
  /** What is left to be undone after it, when its thrower does not wait; null: the driver says so. */
  readonly beside: CompensationReach | null;
}

/** What a compensation undoes: everything completed in a scope, or one activity of it. */
export interface CompensationReach {
  /** Live, or completed and undone from within. */
  readonly scopeId: string;
  readonly activityId: string | null;
}
