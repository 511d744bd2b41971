import type { Message, RawMessage } from './provider/payment-provider.js';

/** Where a proof of payment, or any message about an order, came from. */
export type MessageSource = 'notify' | 'return' | 'query';

/** A verified message that says an order was paid. */
export interface Proof {
  readonly source: MessageSource;
  readonly message: Message;
  readonly raw: RawMessage;
  readonly receivedTime: Date;
}

/**
 * What settling a proof came to:
 * - `settled`: the author has been credited now;
 * - `already_settled`: this payment was credited before;
 * - `second_payment`: the order had been paid by another transaction; this money is in suspense;
 * - `unknown_order`, `amount_mismatch`: nothing was done.
 */
export type SettleOutcome =
  'settled' | 'already_settled' | 'second_payment' | 'unknown_order' | 'amount_mismatch';
