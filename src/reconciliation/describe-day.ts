import type { DifferenceResponse, ReconciliationDetail } from './reconciliation.dto.js';

/** A reconciled day as lines for a terminal. */
export function describeDay(day: ReconciliationDetail): string[] {
  const { date, state, failure, payment_count, refund_count, received, refunded, service_fee } = day;
  if (state !== 'fetched') return [`✗ ${date}: 没有账单 / no bill (${state}: ${failure})`];
  const bill = [
    `${date}: ${payment_count} 笔交易 / payments ${received} 元`,
    `${refund_count} 笔退款 / refunds ${refunded} 元`,
    `服务费 / service fee ${service_fee} 元`,
  ].join(', ');
  const count = day.difference_count;
  const verdict = count === 0 ? '✓ 账单与账目一致 / no difference' : `✗ ${count} 处不一致 / differences`;
  const stale = failure === '' ? [] : [`✗ 这次没有得到新账单 / no new bill this time: ${failure}`];
  return [bill, ...stale, ...day.differences.map(describe), verdict];
}

const KINDS: Readonly<Record<DifferenceResponse['kind'], string>> = {
  missing_here: '本地缺少 / missing here',
  missing_there: '账单缺少 / missing there',
  different_amount: '金额不同 / different amount',
  different_state: '状态不同 / different state',
};

function describe(difference: DifferenceResponse): string {
  const { kind, subject, out_trade_no, out_request_no, trade_no, here, there } = difference;
  const numbers = [out_trade_no, out_request_no, trade_no].filter(Boolean).join(' ');
  return `✗ ${KINDS[kind]} ${subject} ${numbers}: 本地 / here ${here ?? '-'}, 账单 / there ${there ?? '-'}`;
}
