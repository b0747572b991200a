import type { CommandRequest } from './command-outcome.ts';
import { OverloadedError } from './overloaded-error.ts';

export interface AdmissionLimits {
  /** So long a command that is accepted waits, however fast or slow the database is. */
  readonly waitTargetMs: number;
  /**
   * As many are accepted however slow it goes: what one transaction can hold costs it little more than a few,
   * and without any nothing would be measured any more.
   */
  readonly leastWaiting: number;
  /** Commands waiting at most, however fast they go. */
  readonly maxWaiting: number;
  /** Commands waiting for one instance at most. */
  readonly maxWaitingPerInstance: number;
}

export type RefusalReason = 'overload' | 'tenant' | 'instance';

/** A command that counts as waiting until it is left. */
export interface Admitted {
  readonly tenantId: string;
}

const firstLimit = 2000;
/** Of the target: a shorter time may hold a single commit that began before most came. */
const windowShare = 0.25;
const growth = 2;
/** A tenant may have so many times what is still free: one alone comes to four fifths and leaves room for others. */
const tenantShare = 4;
const longestRetrySeconds = 30;

const expected: Readonly<Record<RefusalReason, string>> = {
  overload: 'Expected fewer commands waiting',
  tenant: 'Expected fewer commands of one tenant while others wait',
  instance: 'Expected fewer commands waiting for one instance',
};

/**
 * How many commands may wait follows from how many are answered: by Little's law a command waits for as long
 * as it takes to answer those before it, and the limit is what can be answered within the target. It
 * doubles as long as it is made use of and the wait is short. What the system needs
 * to go on (timers, jobs that were done, effects between instances, batches) counts and is never refused.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #windowMs: number;
  readonly #now: () => number;
  readonly #onRefused: (reason: RefusalReason) => void;
  readonly #byTenant = new Map<string, number>();
  #waiting = 0;
  #limit: number;
  /** Most that waited at once since the window began. */
  #peak = 0;
  #answered = 0;
  #windowBegan = 0;
  #ending = false;
  #last = { answered: 0, ms: 0 };

  constructor(
    limits: AdmissionLimits,
    onRefused: (reason: RefusalReason) => void = () => {},
    now: () => number = () => performance.now(),
  ) {
    this.#limits = limits;
    this.#windowMs = limits.waitTargetMs * windowShare;
    this.#now = now;
    this.#onRefused = onRefused;
    this.#limit = Math.min(firstLimit, limits.maxWaiting);
  }

  get waiting(): number {
    return this.#waiting;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Why the command is refused; null: it counts until `leave`. */
  enter(request: CommandRequest, waitingForInstance: () => number): OverloadedError | null {
    const { tenantId } = request;
    if (this.#waiting === 0) this.#begin();
    // Far from every limit there is nothing to find out.
    if (this.#waiting >= this.#limits.leastWaiting && isFromOutside(request)) {
      const reason = this.#reasonToRefuse(tenantId, waitingForInstance);
      if (reason !== null) return this.#refusal(reason);
    }
    this.#waiting += 1;
    if (this.#waiting > this.#peak) this.#peak = this.#waiting;
    this.#byTenant.set(tenantId, (this.#byTenant.get(tenantId) ?? 0) + 1);
    return null;
  }

  leave({ tenantId }: Admitted): void {
    this.#waiting -= 1;
    const left = (this.#byTenant.get(tenantId) ?? 1) - 1;
    if (left === 0) this.#byTenant.delete(tenantId);
    else this.#byTenant.set(tenantId, left);
    this.#answered += 1;
    const ms = this.#now() - this.#windowBegan;
    if (this.#waiting === 0) this.#endWindow(ms);
    else if (ms >= this.#windowMs && !this.#ending) this.#endSoon();
  }

  #reasonToRefuse(tenantId: string, waitingForInstance: () => number): RefusalReason | null {
    const { maxWaitingPerInstance } = this.#limits;
    if (this.#waiting >= maxWaitingPerInstance && waitingForInstance() >= maxWaitingPerInstance)
      return 'instance';
    const limit = this.#limitNow();
    const ofTenant = this.#byTenant.get(tenantId) ?? 0;
    if (ofTenant < tenantShare * (limit - this.#waiting)) return null;
    const tenants = this.#byTenant.size + (ofTenant === 0 ? 1 : 0);
    // What one has too much of is no reason to refuse another its share.
    if (tenants > 1 && ofTenant < limit / tenants && this.#waiting < this.#limits.maxWaiting) return null;
    return tenants > 1 && ofTenant >= limit / tenants ? 'tenant' : 'overload';
  }

  #refusal(reason: RefusalReason): OverloadedError {
    this.#onRefused(reason);
    return new OverloadedError(`${expected[reason]}, but ${this.#waiting} are`, {
      retryAfterSeconds: this.#drainSeconds(),
      ofTenant: reason === 'tenant',
    });
  }

  #begin(): void {
    this.#windowBegan = this.#now();
    this.#answered = 0;
    this.#peak = 0;
    this.#last = { answered: 0, ms: 0 };
  }

  /** What was committed together is answered together: all of it belongs to the window. */
  #endSoon(): void {
    this.#ending = true;
    setImmediate(() => {
      this.#ending = false;
      const ms = this.#now() - this.#windowBegan;
      // Nobody waited in between, and it has begun anew.
      if (ms >= this.#windowMs) this.#endWindow(ms);
    });
  }

  #endWindow(ms: number): void {
    const { waitTargetMs, leastWaiting, maxWaiting } = this.#limits;
    const withinTarget = (this.#answered / ms) * waitTargetMs;
    // Some answer more at once when more wait: what was measured with few says nothing about many.
    if (this.#peak > withinTarget) this.#limit = (this.#limit + withinTarget) / 2;
    else if (this.#peak > this.#limit / 2 && this.#peak < withinTarget / 2) this.#limit *= growth;
    this.#limit = Math.min(maxWaiting, Math.max(leastWaiting, this.#limit));
    this.#last = { answered: this.#answered, ms };
    this.#windowBegan += ms;
    this.#answered = 0;
    this.#peak = this.#waiting;
  }

  #perMs(): number {
    const ms = this.#now() - this.#windowBegan + this.#last.ms;
    return ms === 0 ? 0 : (this.#answered + this.#last.answered) / ms;
  }

  /** While nothing is answered no window ends, and the limit sinks with every moment. */
  #limitNow(): number {
    const { waitTargetMs, leastWaiting } = this.#limits;
    if (this.#now() - this.#windowBegan < waitTargetMs / 2) return this.#limit;
    return Math.max(leastWaiting, Math.min(this.#limit, this.#perMs() * waitTargetMs));
  }

  #drainSeconds(): number {
    const perMs = this.#perMs();
    const seconds = perMs === 0 ? longestRetrySeconds : Math.ceil(this.#waiting / perMs / 1000);
    return Math.min(longestRetrySeconds, Math.max(1, seconds));
  }
}

/** Somebody asks for it and can ask again: not what follows from things that happened or were done. */
function isFromOutside({ command: { type }, fence, consumes }: CommandRequest): boolean {
  return fence === undefined && consumes === undefined && type !== 'fireTimer' && type !== 'continueInstance';
}
