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

/** A caller hears of its command by then, whatever that has set in motion elsewhere. */
const consequencesMs = 1000;

/** Does `work` and waits, a little, for what it sets in motion in other instances. */
export async function withConsequences<Result>(
  work: (consequences: readonly Consequences[]) => Promise<Result>,
): Promise<Result> {
  const consequences = new Consequences();
  const result = await work([consequences]);
  await consequences.settled(consequencesMs);
  return result;
}
