/** Who called an instance. */
export interface ParentCall {
  readonly instanceId: string;
  /** The call activity that waits. */
  readonly elementInstanceId: string;
}
