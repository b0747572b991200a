import type { FeedRequest } from '@wbpm/contract';
import type { FeedHub } from './hub.ts';
import type { Subscriber } from './subscriber.ts';
import { permissionFor, type Topic, topicOfId } from './updates.ts';

/** Does what a client that is known asks for; what it may not have is answered with an error. */
export function answerRequest(
  request: Exclude<FeedRequest, { type: 'authenticate' }>,
  subscriber: Subscriber,
  hub: FeedHub,
  mostSubscriptions: number,
): void {
  switch (request.type) {
    case 'subscribe_process':
      subscribe(topicOfId(request.process_id));
      return;
    case 'subscribe_incidents':
      subscribe('incidents');
      return;
    case 'subscribe_definitions':
      subscribe('definitions');
      return;
    case 'unsubscribe_process':
      hub.unsubscribe(subscriber, topicOfId(request.process_id));
      return;
    case 'unsubscribe_incidents':
      hub.unsubscribe(subscriber, 'incidents');
      return;
    case 'unsubscribe_definitions':
      hub.unsubscribe(subscriber, 'definitions');
      return;
    case 'resume':
      resume(request.position ?? null);
      return;
  }

  /**
   * Whether there is such a process or instance is not looked up: an id of nobody's and one of another tenant are
   * taken alike and never heard of, so that nobody learns from an answer what others have.
   */
  function subscribe(topic: Topic): void {
    if (!subscriber.mayHear(topic)) {
      const message = `Expected the permission ${permissionFor(topic)}`;
      subscriber.tell({ type: 'error', code: 'FORBIDDEN', message });
    } else if (!subscriber.topics.has(topic) && subscriber.topics.size > mostSubscriptions) {
      const message = `Expected at most ${mostSubscriptions} subscriptions`;
      subscriber.tell({ type: 'error', code: 'LIMIT_EXCEEDED', message });
    } else {
      hub.subscribe(subscriber, topic);
    }
  }

  /** Once a connection: what is missed later is told by itself. */
  function resume(position: string | null): void {
    if (subscriber.resumes) {
      const message = 'Expected one resume a connection, but found another';
      subscriber.tell({ type: 'error', code: 'CONFLICT', message });
    } else {
      hub.resume(subscriber, position);
    }
  }
}
