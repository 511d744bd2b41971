/**
 * The port to whoever pays money out to people, in nobody's vendor words. Amounts are fen. Calls never throw: what
 * cannot be known is `unknown`.
 */
export interface PayoutProvider {
  /** Whether it is configured to pay at all; where it is not, an operator pays by hand. */
  readonly available: boolean;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends money. Repeating it with the same number sends it once. */
  send(order: PayoutOrder): Promise<PayoutAnswer>;
  /** Asks what became of a payout. */
  query(payoutNo: string): Promise<PayoutState>;
}

/** What the provider is asked to pay. */
export interface PayoutOrder {
  /** The payout's own number, the same in every repetition: letters and digits, at most 64. */
  readonly payoutNo: string;
  readonly amountFen: bigint;
  /** The payee's login at the provider (mail address or mobile number), and the real name that must fit it. */
  readonly account: string;
  readonly name: string;
  /** What the payee reads. */
  readonly title: string;
}

interface Paid {
  readonly kind: 'paid';
  /** The provider's own number of the payment. */
  readonly reference: string;
}

interface NotPaid<Kind extends string> {
  readonly kind: Kind;
  readonly reason: string;
}

/**
 * The answer to sending:
 * - `refused`: this payee or payout is refused for good, no money moves;
 * - `not_now`: no money moved, and a later attempt may succeed (the payer's account holds too little);
 * - `unknown`: it may have happened, may be under way, or not.
 */
export type PayoutAnswer = Paid | NotPaid<'refused'> | NotPaid<'not_now'> | { readonly kind: 'unknown' };

/** `not_there`: no such payout is known; `returned`: it was paid, and the money has come back since. */
export type PayoutState =
  | Paid
  | NotPaid<'refused'>
  | NotPaid<'returned'>
  | { readonly kind: 'not_there' }
  | { readonly kind: 'unknown' };

/** Injection token of the PayoutProvider. */
export const PAYOUT_PROVIDER = Symbol('PayoutProvider');
