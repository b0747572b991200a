type OnMessage = (payload: string) => void;
type OnGap = () => void;

/** Who listens on which channel; tells when a channel gets its first and loses its last listener. */
export class Channels {
  readonly #listeners = new Map<string, Map<OnMessage, OnGap | undefined>>();

  names(): string[] {
    return [...this.#listeners.keys()];
  }

  /** True when this is the first listener of the channel. */
  add(channel: string, onMessage: OnMessage, onGap?: OnGap): boolean {
    const listeners = this.#listeners.get(channel);
    listeners?.set(onMessage, onGap);
    if (listeners === undefined) this.#listeners.set(channel, new Map([[onMessage, onGap]]));
    return listeners === undefined;
  }

  /** True when this was the last listener of the channel. */
  remove(channel: string, onMessage: OnMessage): boolean {
    const listeners = this.#listeners.get(channel);
    if (listeners === undefined || !listeners.delete(onMessage) || listeners.size > 0) return false;
    return this.#listeners.delete(channel);
  }

  deliver(message: { readonly channel: string; readonly payload?: string | undefined }): void {
    for (const onMessage of this.#listeners.get(message.channel)?.keys() ?? []) {
      onMessage(message.payload ?? '');
    }
  }

  /** Listening had stopped for a while, and goes on. */
  tellGap(): void {
    for (const listeners of this.#listeners.values()) {
      for (const onGap of listeners.values()) onGap?.();
    }
  }
}
