/** Lets at most so many begin in one turn of the event loop, in the order in which they came. */
export class Pace {
  private begun = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atMost: number) {}

  /** Resolves at once where this turn has room, otherwise in a later one. */
  async begin(): Promise<void> {
    if (this.begun === this.atMost) return new Promise((resolve) => this.waiting.push(resolve));
    this.count();
  }

  private count(): void {
    if (this.begun === 0)
      setImmediate(() => {
        this.nextTurn();
      });
    this.begun += 1;
  }

  private nextTurn(): void {
    this.begun = 0;
    for (const begin of this.waiting.splice(0, this.atMost)) {
      this.count();
      begin();
    }
  }
}
