import { RejectionSignal } from '../rejection.ts';

export function refuse(elementId: string, message: string): never {
  throw new RejectionSignal('MODIFICATION_REFUSED', message, [{ elementId, message }]);
}
