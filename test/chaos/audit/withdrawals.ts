import type { World } from '../world/world.js';
import type { Books } from './books.js';
import { type Finding, compare } from './findings.js';

/** How a withdrawal may stand, by what became of its transfer at Alipay. */
const BY_TRANSFER: Readonly<Record<string, readonly string[]>> = {
  SUCCESS: ['paid'],
  FAIL: ['failed'],
  REFUND: ['failed', 'returned'],
  none: ['requested', 'failed', 'rejected'],
};

/** Every accepted withdrawal is paid at most once at Alipay, under its own number, and is what its transfer is. */
export function auditWithdrawals(
  { withdrawals: wishes }: World,
  { transfers, withdrawals }: Books,
): Finding[] {
  const found: Finding[] = [];
  for (const { id, status, amount_fen: amountFen } of withdrawals.values()) {
    const transfer = transfers.get(id.replaceAll('-', ''));
    const there = transfer?.status ?? 'none';
    if (!BY_TRANSFER[there]?.includes(status)) {
      const kind = status === 'paid' ? 'lost' : there === 'SUCCESS' ? 'doubled' : 'wrong';
      found.push({ kind, text: `withdrawal ${id} is ${status} here, ${there} there` });
    }
    if (transfer) found.push(...compare(`transfer ${id}`, BigInt(amountFen), transfer.amountFen));
  }
  const paid = [...transfers.values()].filter(({ status }) => status === 'SUCCESS');
  for (const { payee, amountFen } of wishes) {
    const times = paid.filter(({ name }) => name === payee);
    const sumFen = times.reduce((sum, transfer) => sum + transfer.amountFen, 0n);
    if (times.length > 1 || sumFen > amountFen) {
      const numbers = times.map(({ outBizNo }) => outBizNo).join(', ');
      found.push({ kind: 'doubled', text: `${payee} was paid ${times.length} times: ${numbers}` });
    }
  }
  const known = new Set(wishes.map(({ payee }) => payee));
  const nobodys = paid.filter(({ name }) => !known.has(name ?? ''));
  return [
    ...found,
    ...nobodys.map(({ outBizNo }): Finding => ({
      kind: 'wrong',
      text: `nobody asked for transfer ${outBizNo}`,
    })),
  ];
}
