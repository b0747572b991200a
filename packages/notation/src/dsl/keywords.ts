import type { ActivityType } from '../document/activity.ts';

/** What a keyword that begins a statement makes, and what people are told about it. */
export interface Keyword {
  readonly type: ActivityType | null;
  readonly help: string;
}

const element = (type: ActivityType, help: string): Keyword => ({ type, help });
const other = (help: string): Keyword => ({ type: null, help });

const choice = 'One branch is taken: the first whose condition holds, otherwise the OTHERWISE branch.';
const parallel = 'All branches are taken, and waited for.';
const inclusive = 'Every branch whose condition holds is taken, and waited for.';
const firstOf = 'Waits for the first of several events; each branch begins with a WAIT.';

/** The first of several keywords for one thing is the one that is written. */
export const keywords: Readonly<Record<string, Keyword>> = {
  WORKFLOW: other('A process. Everything up to the next WORKFLOW belongs to it.'),
  START: element('startEvent', 'Where the process begins; ON tells what starts it.'),
  END: element('endEvent', 'Where a path ends; WITH tells what it throws.'),
  WAIT: element('intermediateCatchEvent', 'Waits FOR a time, a message, a signal or a condition.'),
  THROW: element(
    'intermediateThrowEvent',
    'Sends a message or signal, escalates or compensates, and goes on.',
  ),
  USER_TASK: element('userTask', 'Work for a person.'),
  SERVICE_TASK: element('serviceTask', 'Work for a program: a job or an expression.'),
  SEND_TASK: element('sendTask', 'Sends a message by a program.'),
  RECEIVE_TASK: element('receiveTask', 'Waits for a message.'),
  SCRIPT_TASK: element('scriptTask', 'Runs a script.'),
  DECISION: element('businessRuleTask', 'Decides by a DMN decision.'),
  MANUAL_TASK: element('manualTask', 'Work that nothing is known of here; passes at once.'),
  TASK: element('task', 'A step without further meaning; passes at once.'),
  CALL: element('callActivity', 'Runs another process and waits for it.'),
  SUBPROCESS: element('subProcess', 'Steps within a step, with variables of their own.'),
  TRANSACTION: element('transaction', 'A subprocess that can be cancelled and undone.'),
  AD_HOC: element('adHocSubProcess', 'Activities without order.'),
  EVENT_SUBPROCESS: element('eventSubProcess', 'Steps that run when an event occurs while its scope runs.'),
  CHOICE: element('exclusiveGateway', choice),
  PARALLEL: element('parallelGateway', parallel),
  INCLUSIVE: element('inclusiveGateway', inclusive),
  FIRST_OF: element('eventBasedGateway', firstOf),
  EXCLUSIVE_GATEWAY: element('exclusiveGateway', choice),
  PARALLEL_GATEWAY: element('parallelGateway', parallel),
  INCLUSIVE_GATEWAY: element('inclusiveGateway', inclusive),
  EVENT_GATEWAY: element('eventBasedGateway', firstOf),
  COMPLEX_GATEWAY: element('complexGateway', 'Goes on when its activation_condition holds.'),
  BOUNDARY: element('boundaryEvent', 'An event attached to an activity, written apart from it.'),
  BUSINESS_RULE_TASK: element('businessRuleTask', 'Decides by a DMN decision.'),
  CALL_ACTIVITY: element('callActivity', 'Runs another process and waits for it.'),
  EXCLUSIVE: element('exclusiveGateway', choice),
  SEND: element('intermediateThrowEvent', 'Sends a MESSAGE or SIGNAL and goes on.'),
  RECEIVE: element('intermediateCatchEvent', 'Waits for a MESSAGE or SIGNAL.'),
  JOIN: other('Where the branches above come together; names the gateway.'),
  WHEN: other('A branch that is taken when the condition holds.'),
  OTHERWISE: other('The branch that is taken when no condition holds.'),
  BRANCH: other('A branch without condition.'),
  REPEAT: other(
    'Steps that are repeated UNTIL or WHILE a condition holds; below an activity, the activity itself.',
  ),
  UNTIL: other('Ends a REPEAT: it goes on once the condition holds.'),
  WHILE: other('Ends a REPEAT: it begins again as long as the condition holds.'),
  FOR: other('FOR EACH item IN collection: the activity above runs once per item.'),
  ON: other('What happens when an event occurs at the activity above.'),
  WHENEVER: other('What happens when an event occurs anywhere in this scope.'),
  UNDO: other('UNDO WITH: what undoes the activity above when it is compensated.'),
  CATCHES: other('One of several events that are waited for.'),
  THROWS: other('One of several events that are thrown.'),
  BEHAVIOR: other('What a FOR EACH throws: after the first, after each, or by condition.'),
  FORM: other('A form; its fields stand below it as FIELD.'),
  FIELD: other('A field of the form.'),
  DATA: other('A variable that is there from the beginning.'),
  LANE: other('Who does what: a role and its activities.'),
  ROLE: other('Who does what: a role and its activities.'),
  NOTE: other('A note to readers.'),
  COLLABORATION: other('The name of a file of several pools.'),
  POOL: other('A participant; RUNS names its process.'),
  MESSAGE_FLOW: other('A message FROM one pool or element TO another.'),
};

/** The keyword each type of activity is written with. */
export function keywordOf(type: ActivityType): string {
  return Object.entries(keywords).find(([, keyword]) => keyword.type === type)?.[0] ?? 'TASK';
}

export const gatewayWithoutBranches: Readonly<Partial<Record<ActivityType, string>>> = {
  exclusiveGateway: 'EXCLUSIVE_GATEWAY',
  parallelGateway: 'PARALLEL_GATEWAY',
  inclusiveGateway: 'INCLUSIVE_GATEWAY',
  eventBasedGateway: 'EVENT_GATEWAY',
};
