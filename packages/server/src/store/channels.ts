type OnMessage = (payload: string) => void;

/** Who listens on which channel; tells when a channel gets its first and loses its last listener. */
export class Channels {
  readonly #listeners = new Map<string, Set<OnMessage>>();

  names(): string[] {
    return [...this.#listeners.keys()];
  }

  /** True when this is the first listener of the channel. */
  add(channel: string, onMessage: OnMessage): boolean {
    const listeners = this.#listeners.get(channel);
    listeners?.add(onMessage);
    if (listeners === undefined) this.#listeners.set(channel, new Set([onMessage]));
    return listeners === undefined;
  }

  /** True when this was the last listener of the channel. */
  remove(channel: string, onMessage: OnMessage): boolean {
    const listeners = this.#listeners.get(channel);
    if (listeners === undefined || !listeners.delete(onMessage) || listeners.size > 0) return false;
    return this.#listeners.delete(channel);
  }

  deliver(message: { readonly channel: string; readonly payload?: string | undefined }): void {
    for (const onMessage of this.#listeners.get(message.channel) ?? []) onMessage(message.payload ?? '');
  }
}
