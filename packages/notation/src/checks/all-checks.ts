import { adHoc } from './ad-hoc.ts';
import { beginning } from './beginning.ts';
import { boundaryAttachment } from './boundary-attachment.ts';
import { boundaryFlows } from './boundary-flows.ts';
import { calledElement } from './called-element.ts';
import { cancelCaught } from './cancel-caught.ts';
import { cancelPlace } from './cancel-place.ts';
import type { Check } from './check.ts';
import { compensationHandler } from './compensation-handler.ts';
import { compensationStart } from './compensation-start.ts';
import { compensationTarget } from './compensation-target.ts';
import { conditionPlace } from './condition-place.ts';
import { conditionPresent } from './condition-present.ts';
import { dataAssociation } from './data-association.ts';
import { defaultFlow } from './default-flow.ts';
import { duplicateCatch } from './duplicate-catch.ts';
import { endReachable } from './end-reachable.ts';
import { endlessLoop } from './endless-loop.ts';
import { eventDefinitions } from './event-definitions.ts';
import { eventDirection } from './event-direction.ts';
import { eventGateway } from './event-gateway.ts';
import { eventNames } from './event-names.ts';
import { eventSubprocess } from './event-subprocess.ts';
import { exclusiveChoice } from './exclusive-choice.ts';
import { expressionSyntax } from './expression-syntax.ts';
import { flowBorders } from './flow-borders.ts';
import { flowEnds } from './flow-ends.ts';
import { gatewayDirection } from './gateway-direction.ts';
import { gatewayLoop } from './gateway-loop.ts';
import { idAndName } from './id-and-name.ts';
import { inclusiveChoice } from './inclusive-choice.ts';
import { instantiation } from './instantiation.ts';
import { intermediateFlows } from './intermediate-flows.ts';
import { interrupting } from './interrupting.ts';
import { joinDeadlock } from './join-deadlock.ts';
import { laneMembers } from './lane-members.ts';
import { linkPairs } from './link-pairs.ts';
import { loneCondition } from './lone-condition.ts';
import { messageFlow } from './message-flow.ts';
import { multiInstance } from './multi-instance.ts';
import { multiInstanceEvents } from './multi-instance-events.ts';
import { multiMerge } from './multi-merge.ts';
import { nesting } from './nesting.ts';
import { oneTime } from './one-time.ts';
import { oneWorker } from './one-worker.ts';
import { parallelMultiple } from './parallel-multiple.ts';
import { reachable } from './reachable.ts';
import { scriptPresent } from './script-present.ts';
import { startAndEnd } from './start-and-end.ts';
import { startEvents } from './start-events.ts';
import { taskPeople } from './task-people.ts';
import { thrownCodes } from './thrown-codes.ts';
import { timerCycle } from './timer-cycle.ts';
import { timers } from './timers.ts';
import { tokenQuantity } from './token-quantity.ts';
import { transactionMethod } from './transaction-method.ts';

/** The rules that need no drawing, for models that have none. */
export const modelChecks: readonly Check[] = [expressionSyntax, scriptPresent, taskPeople];

/** Every rule about processes, in the order their findings are shown. */
export const allChecks: readonly Check[] = [
  startEvents,
  startAndEnd,
  eventDefinitions,
  eventNames,
  thrownCodes,
  conditionPresent,
  oneTime,
  timers,
  timerCycle,
  parallelMultiple,
  oneWorker,
  interrupting,
  flowEnds,
  flowBorders,
  eventDirection,
  intermediateFlows,
  defaultFlow,
  exclusiveChoice,
  inclusiveChoice,
  conditionPlace,
  loneCondition,
  gatewayDirection,
  eventGateway,
  instantiation,
  boundaryAttachment,
  boundaryFlows,
  duplicateCatch,
  eventSubprocess,
  beginning,
  adHoc,
  cancelPlace,
  cancelCaught,
  transactionMethod,
  compensationHandler,
  compensationTarget,
  compensationStart,
  linkPairs,
  multiInstance,
  multiInstanceEvents,
  endlessLoop,
  tokenQuantity,
  calledElement,
  messageFlow,
  dataAssociation,
  expressionSyntax,
  scriptPresent,
  idAndName,
  nesting,
  laneMembers,
  reachable,
  endReachable,
  taskPeople,
  gatewayLoop,
  joinDeadlock,
  multiMerge,
];
