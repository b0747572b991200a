/** The JSON form, understood: every part checked for its own shape, not yet for what it means together. */
export interface JsonProcess extends JsonScope {
  readonly processId: string;
  readonly name: string;
  readonly description: string | null;
  readonly version: string | null;
}

export interface JsonScope {
  readonly activities: readonly JsonActivity[];
  readonly flows: readonly JsonFlow[];
}

export interface JsonFlow {
  readonly pointer: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly from: string;
  readonly to: string;
  readonly condition: string | null;
}

interface JsonNode {
  readonly pointer: string;
  readonly id: string;
  readonly name: string | null;
  readonly documentation: string | null;
  /** Id of the default flow, or of the activity it leads to. */
  readonly defaultFlow: string | null;
}

interface JsonWork extends JsonNode {
  readonly inputs: readonly JsonPair[];
  readonly outputs: readonly JsonPair[];
}

/** A name and a text: a parameter and its expression, a header and its value. */
export interface JsonPair {
  readonly name: string;
  readonly text: string;
}

export interface JsonField {
  readonly id: string;
  readonly label: string | null;
  readonly type: string;
  readonly required: boolean;
  readonly readonly: boolean;
  readonly defaultValue: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface JsonForm {
  readonly fields: readonly JsonField[];
  readonly key: string | null;
}

export interface JsonUserTask extends JsonWork {
  readonly type: 'userTask';
  readonly assignee: string | null;
  readonly candidateUsers: string | null;
  readonly candidateGroups: string | null;
  readonly dueDate: string | null;
  readonly priority: string | null;
  readonly duration: string | null;
  readonly sla: string | null;
  readonly form: JsonForm;
}

export interface JsonServiceTask extends JsonWork {
  readonly type: 'serviceTask';
  readonly jobType: string | null;
  readonly retries: string | null;
  readonly headers: readonly JsonPair[];
  readonly resultVariable: string | null;
}

export interface JsonScriptTask extends JsonWork {
  readonly type: 'scriptTask';
  readonly language: string;
  readonly script: string | null;
  readonly resultVariable: string | null;
}

export type JsonActivity =
  | (JsonNode & { readonly type: 'startEvent'; readonly form: JsonForm })
  | (JsonNode & { readonly type: 'endEvent' | 'terminateEndEvent' | 'exclusiveGateway' | 'parallelGateway' })
  | (JsonNode & { readonly type: 'timer'; readonly timer: JsonTimer | null })
  | (JsonWork & { readonly type: 'task' })
  | (JsonWork & { readonly type: 'subProcess'; readonly content: JsonScope })
  | JsonUserTask
  | JsonServiceTask
  | JsonScriptTask;

export interface JsonTimer {
  readonly kind: 'date' | 'duration';
  readonly text: string;
}
