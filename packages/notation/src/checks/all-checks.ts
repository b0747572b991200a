import { boundaryAttachment } from './boundary-attachment.ts';
import type { Check } from './check.ts';
import { conditionPlace } from './condition-place.ts';
import { defaultFlow } from './default-flow.ts';
import { eventDirection } from './event-direction.ts';
import { exclusiveChoice } from './exclusive-choice.ts';
import { expressionSyntax } from './expression-syntax.ts';
import { flowBorders } from './flow-borders.ts';
import { flowEnds } from './flow-ends.ts';
import { gatewayLoop } from './gateway-loop.ts';
import { idAndName } from './id-and-name.ts';
import { nesting } from './nesting.ts';
import { oneStartEvent } from './one-start-event.ts';
import { reachable } from './reachable.ts';
import { scriptPresent } from './script-present.ts';
import { taskPeople } from './task-people.ts';
import { timers } from './timers.ts';

/** Every rule about processes, in the order their findings are shown. */
export const allChecks: readonly Check[] = [
  oneStartEvent,
  flowEnds,
  flowBorders,
  eventDirection,
  defaultFlow,
  exclusiveChoice,
  conditionPlace,
  boundaryAttachment,
  timers,
  expressionSyntax,
  scriptPresent,
  idAndName,
  nesting,
  reachable,
  taskPeople,
  gatewayLoop,
];
