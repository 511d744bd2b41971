import { sumYuan, toFen } from '../money.js';

/** What can be withdrawn now, in yuan: the balance less what is too young; the server decides by the same rule. */
export function withdrawableOf({ balance, pending }: { balance: string; pending: string }): string {
  const rest = sumYuan([balance, `-${pending}`]);
  return toFen(rest) < 0n ? '0.00' : rest;
}
