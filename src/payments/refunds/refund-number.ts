import type { RefundRow } from './refund-row.js';

/** A refund of ours that was refused and happened after all is a row of its own, beside the refused one. */
export function afterRefusal(outRequestNo: string): string {
  return `${outRequestNo}_after_refusal`;
}

/** The row of the refund that the provider knows by this number: after a refusal, the one that did happen. */
export function findSame(
  refunds: readonly RefundRow[],
  outRequestNo: string | undefined,
): RefundRow | undefined {
  if (outRequestNo === undefined) return undefined;
  const named = (name: string) => refunds.find(({ out_request_no }) => out_request_no === name);
  return named(afterRefusal(outRequestNo)) ?? named(outRequestNo);
}

const SUM = /^sum_(\d+)$/;

/** What is booked of a notice without a number stands under the sum of all refunds that it told, in fen. */
export function sumNumber(refundedFen: bigint): string {
  return `sum_${refundedFen.toString()}`;
}

/**
 * Whether a refund after which the sum was this much is part of a row that was booked as a sum: that sum was told
 * later, when this one was not known.
 */
export function isPartOfSum(refunds: readonly RefundRow[], refundedFen: bigint): boolean {
  return refunds.some(({ status, out_request_no }) => {
    const sum = SUM.exec(out_request_no)?.[1];
    return status === 'done' && sum !== undefined && BigInt(sum) >= refundedFen;
  });
}
