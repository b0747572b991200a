/**
 * What a request sets in motion in other instances: the calls it makes, the messages it sends, and what
 * these lead to, as far as this node carries it on. Whoever waits for it sees an instance only once
 * everything around it has moved too.
 */
export class Consequences {
  #underWay = 0;
  #onSettled: (() => void)[] = [];

  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) for (const resolve of this.#onSettled.splice(0)) resolve();
  }

  /** Nothing is under way any more, or that takes longer than `atMostMs`. */
  async settled(atMostMs: number): Promise<void> {
    if (this.#underWay === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, atMostMs);
      this.#onSettled.push(resolve);
    });
    clearTimeout(timer);
  }
}
