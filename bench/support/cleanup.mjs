/** What has to be undone at the end, the newest first; also when something fails or Ctrl-C comes. */
export class Cleanup {
  #undos = [];
  #running;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => void this.run().then(() => process.exit(130)));
    }
  }

  add(undo) {
    this.#undos.push(undo);
  }

  run() {
    this.#running ??= this.#undoAll();
    return this.#running;
  }

  async #undoAll() {
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) {
      await undo().catch((error) => console.error(error));
    }
  }
}
