import type { FeedMessage } from '@wbpm/contract';
import type { Principal } from '../../access/principal.ts';
import { mayDo } from '../../access/require-permission.ts';
import type { CommitNotice, CommitNotices } from '../../store/commit-notice.ts';

/** Updates of one instance within this time become one message. */
const gatherMs = 100;
const maxSubscriptions = 200;

/** One open feed: what its user wants to hear, and what was gathered for them. */
export class Subscriber {
  readonly principal: Principal;
  readonly #send: (message: FeedMessage) => void;
  readonly #subscriptions = new Set<string>();
  readonly #gathered = new Map<string, FeedMessage>();
  #timer: NodeJS.Timeout | null = null;

  constructor(principal: Principal, send: (message: FeedMessage) => void) {
    this.principal = principal;
    this.#send = send;
  }

  /** `id` names a process (all its instances) or one instance. */
  subscribe(id: string): void {
    if (!mayDo(this.principal, 'instance', 'read')) {
      this.#send({ type: 'error', code: 'FORBIDDEN', message: 'Expected the permission instance_read' });
    } else if (this.#subscriptions.size >= maxSubscriptions) {
      const message = `Expected at most ${maxSubscriptions} subscriptions`;
      this.#send({ type: 'error', code: 'LIMIT_EXCEEDED', message });
    } else {
      this.#subscriptions.add(id);
    }
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id);
  }

  hear(notices: CommitNotices): void {
    switch (notices.kind) {
      case 'few':
        for (const notice of notices.notices) {
          if (notice.tenantId === this.principal.tenantId) this.#hearOf(notice);
        }
        return;
      case 'many':
        for (const id of this.#subscriptions) this.#gather(id, processUpdate(id, {}));
        this.#gatherTasks('');
        return;
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #hearOf({ instanceId, processId, status, tasksChanged }: CommitNotice): void {
    const data = { instance_id: instanceId, process_id: processId, status };
    for (const id of [instanceId, processId]) {
      if (this.#subscriptions.has(id)) this.#gather(`${id} ${instanceId}`, processUpdate(id, data));
    }
    if (tasksChanged) this.#gatherTasks(processId);
  }

  /** Says that the task list may have changed, not how: what one may see is decided by reading it. */
  #gatherTasks(processId: string): void {
    if (!mayDo(this.principal, 'task', 'read')) return;
    this.#gather('tasks', { type: 'task_update', process_id: processId, data: {} });
  }

  #gather(key: string, message: FeedMessage): void {
    this.#gathered.set(key, message);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const gathered of this.#gathered.values()) this.#send(gathered);
      this.#gathered.clear();
    }, gatherMs);
  }
}

function processUpdate(id: string, data: Readonly<Record<string, string>>): FeedMessage {
  return { type: 'process_update', process_id: id, data };
}
