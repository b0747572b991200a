import { Duplex } from 'node:stream';
import type { Worker } from 'node:worker_threads';

/** Node sets the id of a thread that has ended to -1. */
export function hasStopped(worker: Worker): boolean {
  return worker.threadId === -1;
}

/**
 * A socket to the embedded database: what the PostgreSQL driver writes goes to the worker thread, what
 * the worker answers is read back. Everything written in one go, up to the next microtask, travels in
 * one message, so a pipelined transaction crosses the thread boundary once.
 */
export class WorkerSocket extends Duplex {
  readonly #worker: Worker;
  #unsent: Uint8Array[] = [];

  constructor(worker: Worker) {
    super();
    this.#worker = worker;
    worker.on('message', this.#receive);
    worker.on('error', this.#fail);
    worker.on('exit', this.#exit);
  }

  /** From here on the part of `net.Socket` the driver uses. */
  connect(): this {
    process.nextTick(() => (hasStopped(this.#worker) ? this.#exit() : this.emit('connect')));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // The worker's answers are pushed as they come.
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    if (this.#unsent.push(chunk) === 1) queueMicrotask(() => this.#send());
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#worker.off('message', this.#receive);
    this.#worker.off('error', this.#fail);
    this.#worker.off('exit', this.#exit);
    done(error);
  }

  #send(): void {
    const bytes = new Uint8Array(Buffer.concat(this.#unsent));
    this.#unsent = [];
    if (!this.destroyed) this.#worker.postMessage(bytes, [bytes.buffer]);
  }

  readonly #receive = (message: unknown): void => {
    if (message instanceof Uint8Array) this.push(message);
  };
  readonly #fail = (error: Error): void => {
    this.destroy(error);
  };
  readonly #exit = (): void => {
    this.destroy(new Error('the embedded database has stopped'));
  };
}
