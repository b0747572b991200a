import type { FeedMessage } from '@wbpm/contract';
import type { Principal } from '../../access/principal.ts';
import { type FeedUpdate, permissionFor, type Topic, wholeUpdate } from './updates.ts';

/** More than this for one socket at once, and it is told which topics changed instead of what of them. */
const mostGathered = 100;

/** One open feed: what its user listens to, what was gathered for them, and how far they have been told. */
export class Subscriber {
  /** Permissions are looked at when something is sent: they may have changed since it was asked for. */
  principal: Principal;
  readonly topics = new Set<Topic>(['tasks']);
  /** Understands `resync`, `resumed` and `position`. */
  resumes = false;
  readonly tell: (message: FeedMessage) => void;
  /** null: more of the topic than is worth listing. */
  readonly #gathered = new Map<Topic, Map<string, FeedUpdate> | null>();
  #count = 0;
  #owesResync = false;
  #position: string;

  /** `position`: everything up to it was before this feed. */
  constructor(principal: Principal, position: string, tell: (message: FeedMessage) => void) {
    this.principal = principal;
    this.#position = position;
    this.tell = tell;
  }

  get position(): string {
    return this.#position;
  }

  mayHear(topic: Topic): boolean {
    return this.principal.permissions.has(permissionFor(topic));
  }

  gather(topic: Topic, about: string, update: FeedUpdate): void {
    const found = this.#gathered.get(topic);
    if (found === null || this.#owesResync) return;
    const updates = found ?? new Map<string, FeedUpdate>();
    if (found === undefined) this.#gathered.set(topic, updates);
    if (!updates.has(about)) this.#count += 1;
    updates.set(about, update);
    if (this.#count > mostGathered) this.#condense();
  }

  gatherWhole(topic: Topic): void {
    if (!this.#owesResync) this.#gathered.set(topic, null);
  }

  /** What happened is not known. Whoever does not understand that is told that all they listen to has changed. */
  gatherResync(): void {
    this.#owesResync = true;
    this.#gathered.clear();
    this.#count = 0;
    if (this.resumes) return;
    for (const topic of this.topics) this.#gathered.set(topic, null);
  }

  /** Sends what was gathered, all of it: `head` is how far they have been told then. Answers what was sent. */
  flush(head: string): readonly FeedMessage[] {
    const updates = this.#taken();
    const behind = this.#position;
    // Only the last one may name the new position: when the connection breaks before it, the rest is told again.
    const messages: FeedMessage[] = updates.map((update) => ({ ...update, position: behind }));
    const last = updates.at(-1);
    if (this.#owesResync) messages.push({ type: 'resync', position: head });
    else if (last !== undefined) messages[messages.length - 1] = { ...last, position: head };
    this.#owesResync = false;
    this.#position = head;
    for (const message of messages) this.tell(message);
    return messages;
  }

  #taken(): FeedUpdate[] {
    const taken: FeedUpdate[] = [];
    for (const [topic, updates] of this.#gathered) {
      if (!this.mayHear(topic)) continue;
      if (updates === null) taken.push(wholeUpdate(topic));
      else taken.push(...updates.values());
    }
    this.#gathered.clear();
    this.#count = 0;
    return taken;
  }

  #condense(): void {
    for (const [topic, updates] of this.#gathered) {
      if (updates !== null && updates.size > 1) this.#gathered.set(topic, null);
    }
    this.#count = 0;
  }
}
