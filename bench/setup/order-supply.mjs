import { randomBytes } from 'node:crypto';
import { fillOrders, orderPrefix } from './market.mjs';

/** More than the last round used, so that a quicker one does not run dry. */
const RESERVE = 1.4;

/** Pending orders of one kind, and the signed notifications that will pay them. */
export class OrderSupply {
  #prefix = orderPrefix(randomBytes(8).toString('hex'));
  #next = 0;
  #left = 0;
  #lastUse = 0;

  constructor(laboratory, client, { set, hot, market }) {
    Object.assign(this, { laboratory, client, set, hot, market });
  }

  /** Prepares a round: about as many as the one before used, or `atLeast`. */
  async prepare(atLeast) {
    const from = this.#next;
    const to = from + Math.max(0, Math.ceil(Math.max(atLeast, this.#lastUse * RESERVE)) - this.#left);
    if (to === from) return;
    this.#next = to;
    await fillOrders(this.client, { prefix: this.#prefix, from, to, hot: this.hot }, this.market);
    // What autovacuum would have noticed within its minute.
    await this.client.query('ANALYZE reward');
    const { load, server, secrets } = this.laboratory;
    const { alipayPrivatePem } = secrets;
    await load.call('prepareNotifications', {
      set: this.set,
      port: server.port,
      alipayPrivatePem,
      prefix: this.#prefix,
      from,
      to,
    });
    this.#left += to - from;
  }

  /** Takes note of a round. `longer`: how much longer the next one will be. */
  used({ accepted, left }, longer = 1) {
    this.#lastUse = accepted * longer;
    this.#left = left;
  }
}
