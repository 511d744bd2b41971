import type { EntityManager } from 'typeorm';
import { type AccountRef, available, system, withdrawing } from '../wallet/accounts.js';
import type { Movement } from '../wallet/movement.js';
import { post } from '../wallet/post.js';
import { countWithdrawn } from '../wallet/withdrawable.js';
import type { WithdrawalRow } from './withdrawal-row.js';

/** What the fund-flow record says of it. */
const MEMO = '提现';

type Money = Pick<WithdrawalRow, 'id' | 'owner_id' | 'amount_fen'>;

/** Sets the money aside. @throws InsufficientBalance */
export function setAside(tx: EntityManager, row: Money): Promise<void> {
  return move(tx, row, 'withdrawal', available(row.owner_id), withdrawing(row.owner_id));
}

/** Gives back to its owner what was set aside. */
export function giveBack(tx: EntityManager, row: Money): Promise<void> {
  return move(tx, row, 'withdrawal_returned', withdrawing(row.owner_id), available(row.owner_id));
}

/** The money is out: of what the provider holds for us, or by hand from elsewhere. */
export async function payOut(tx: EntityManager, row: Money, by: 'provider' | 'hand'): Promise<void> {
  const from = system(by === 'provider' ? 'alipay_clearing' : 'payouts');
  await move(tx, row, 'withdrawal_paid', withdrawing(row.owner_id), from);
  await countWithdrawn(tx, row.owner_id, BigInt(row.amount_fen));
}

/** The provider had paid, and the money has come back. */
export async function takeBack(tx: EntityManager, row: Money): Promise<void> {
  await move(tx, row, 'withdrawal_returned', system('alipay_clearing'), available(row.owner_id));
  await countWithdrawn(tx, row.owner_id, -BigInt(row.amount_fen));
}

function move(
  tx: EntityManager,
  { id, amount_fen }: Money,
  kind: Movement['kind'],
  debit: AccountRef,
  credit: AccountRef,
): Promise<void> {
  return post(tx, [{ kind, subjectId: id, amountFen: BigInt(amount_fen), debit, credit, memo: MEMO }]);
}
