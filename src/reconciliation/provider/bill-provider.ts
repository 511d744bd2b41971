/**
 * The part of the port that is about daily bills: what the provider says it collected and gave back. The file itself
 * is read by whoever reconciles; a provider only brings it.
 */
export interface BillProvider {
  /** Brings the bill of a day (`yyyy-MM-dd`, Beijing). Never throws: what cannot be had now is `unknown`. */
  downloadBill(day: string): Promise<BillAnswer>;
}

/** `none`: nothing happened on that day; `not_ready`: there is no bill of that day (yet). */
export type BillAnswer =
  | { readonly kind: 'bill'; readonly zip: Buffer }
  | { readonly kind: 'none' }
  | { readonly kind: 'not_ready' }
  | { readonly kind: 'unknown' };

/** Injection token of the BillProvider. */
export const BILL_PROVIDER = Symbol('BillProvider');
