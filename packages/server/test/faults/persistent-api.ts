import { type Answer, type Api, connectApi } from '../../src/testing/api.ts';

/** Asks until it is told what became of its request: who gets no answer, or 503, asks again with the same key. */
export class PersistentApi {
  readonly #nodes: readonly Api[];
  readonly #random: () => number;
  readonly #onAnswer: (() => void)[] = [];
  readonly #misbehaved: string[] = [];
  #refused = 0;
  #longestWaitMs = 0;

  /** Each request goes to any of the nodes. */
  constructor(urls: readonly string[], random: () => number) {
    this.#nodes = urls.map((url) => connectApi(url, null));
    this.#random = random;
  }

  /** Requests that were turned away for now, and asked to come back. */
  get refused(): number {
    return this.#refused;
  }

  /** That any single request waited for its answer, refusals included. */
  get longestWaitMs(): number {
    return this.#longestWaitMs;
  }

  /** Answers that tell of a failure of the server otherwise. */
  get misbehaved(): readonly string[] {
    return this.#misbehaved;
  }

  /** Resolves with the next answer of a server. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.#onAnswer.push(resolve));
  }

  async ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    for (;;) {
      const api = this.#nodes[Math.floor(this.#random() * this.#nodes.length)];
      if (api === undefined) throw new Error('Expected a node to ask');
      const asked = performance.now();
      try {
        const answer = await api.call(method, path, {
          ...(body === undefined ? {} : { body }),
          ...(key === undefined ? {} : { key }),
        });
        this.#longestWaitMs = Math.max(this.#longestWaitMs, performance.now() - asked);
        if (answer.status < 500) {
          for (const resolve of this.#onAnswer.splice(0)) resolve();
          return answer;
        }
        const forNow = answer.status === 503 || answer.status === 507;
        if (!forNow || answer.headers.get('retry-after') === null)
          this.#misbehaved.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
        else this.#refused += 1;
      } catch (error) {
        // The server is gone, or it went with our request: what became of it is unknown.
        if (!(error instanceof TypeError)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
