export type RejectionCode =
  | 'INSTANCE_NOT_FOUND'
  | 'INSTANCE_EXISTS'
  | 'INSTANCE_ENDED'
  | 'INSTANCE_SUSPENDED'
  | 'INSTANCE_NOT_SUSPENDED'
  | 'TASK_NOT_ACTIVE'
  | 'TASK_ASSIGNED_TO_OTHER'
  | 'JOB_NOT_ACTIVE'
  | 'TIMER_NOT_ACTIVE'
  | 'SUBSCRIPTION_NOT_OPEN'
  | 'ELEMENT_NOT_WAITING'
  | 'START_ELEMENT_UNKNOWN'
  | 'START_EXPRESSION_FAILED'
  | 'CALL_NOT_ACTIVE'
  | 'AD_HOC_NOT_ACTIVE'
  | 'AD_HOC_ELEMENT_UNKNOWN'
  | 'AD_HOC_BUSY'
  | 'SCRIPT_NOT_ACTIVE'
  | 'INCIDENT_NOT_OPEN'
  | 'MODIFICATION_REFUSED'
  | 'MIGRATION_REFUSED';

/** The command was wrong and nothing happened. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  /** Where there are several reasons, each with the element it is about. */
  readonly reasons?: readonly RejectionReason[];
}

export interface RejectionReason {
  readonly elementId: string;
  readonly message: string;
}

/** Thrown inside `decide` before anything is recorded, caught there: it never leaves the engine. */
export class RejectionSignal extends Error {
  readonly rejection: Rejection;

  constructor(code: RejectionCode, message: string, reasons?: readonly RejectionReason[]) {
    super(message);
    this.rejection = { code, message, ...(reasons === undefined ? {} : { reasons }) };
  }
}
