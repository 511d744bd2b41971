import { type AccountRef, SYSTEM_ACCOUNT_IDS, type UserAccountKind, available, debt } from './accounts.js';
import { type Movement, type TransferKind, isEarning, paysDebt } from './movement.js';
import { InsufficientBalance } from './wallet.errors.js';

/** A user's account as it stands, locked. */
export interface LockedAccount {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: UserAccountKind;
  balanceFen: bigint;
  /** How many transfers have touched it: the number of the last one. */
  postings: bigint;
  /** What this posting earns its owner, refunds taken off. */
  earnedFen: bigint;
}

/** One side of a transfer: on a user's account with its posting number and the balance after it. */
export interface Side {
  readonly accountId: string;
  readonly ownerId: string | null;
  readonly posting: bigint | null;
  readonly balanceFen: bigint | null;
}

/** A transfer ready to be written. */
export interface Entry {
  readonly movement: Movement;
  readonly debit: Side;
  readonly credit: Side;
}

/**
 * Applies movements to locked accounts, in order, and says what to write. Pure: it changes the given accounts and
 * nothing else. A tip to somebody in debt repays the debt at once; a `refund` that finds too little on the account
 * takes what is there and books the rest as debt.
 * @throws InsufficientBalance where any other movement would take more than an account holds.
 */
export function book(accounts: readonly LockedAccount[], movements: readonly Movement[]): Entry[] {
  const byOwner = new Map(accounts.map((account) => [keyOf(account), account]));
  const find = (ref: AccountRef) => ('system' in ref ? undefined : byOwner.get(keyOf(ref)));
  return movements.flatMap((movement) =>
    split(movement, find).flatMap((part) => {
      const entry = enter(part, find);
      const repayment = repaymentAfter(part, find);
      return repayment ? [entry, enter(repayment, find)] : [entry];
    }),
  );
}

type Find = (ref: AccountRef) => LockedAccount | undefined;

function enter(movement: Movement, find: Find): Entry {
  return {
    movement,
    debit: touch(movement.debit, find, -movement.amountFen, movement.kind),
    credit: touch(movement.credit, find, movement.amountFen, movement.kind),
  };
}

function touch(ref: AccountRef, find: Find, changeFen: bigint, kind: TransferKind): Side {
  if ('system' in ref) {
    return { accountId: SYSTEM_ACCOUNT_IDS[ref.system], ownerId: null, posting: null, balanceFen: null };
  }
  const account = find(ref);
  if (!account) throw new Error('an account was not locked before it was posted to');
  const balanceFen = account.balanceFen + (ref.kind === 'debt' ? -changeFen : changeFen);
  if (balanceFen < 0n) throw new InsufficientBalance();
  account.balanceFen = balanceFen;
  account.postings += 1n;
  account.earnedFen += earned(kind, changeFen);
  return { accountId: account.id, ownerId: account.ownerId, posting: account.postings, balanceFen };
}

/** A tip adds to what its author has earned; a refund takes from it. */
function earned(kind: TransferKind, changeFen: bigint): bigint {
  const adds = isEarning(kind) && changeFen > 0n;
  const takes = (kind === 'refund' || kind === 'refund_debt') && changeFen < 0n;
  return adds || takes ? changeFen : 0n;
}

/** What entries change of their owners' earnings by day; a day that is undefined is today. */
export interface Earning {
  readonly ownerId: string;
  readonly day: string | undefined;
  readonly amountFen: bigint;
}

/** The entries' earnings, summed by owner and day. */
export function earningsOf(entries: readonly Entry[]): Earning[] {
  const sums = new Map<string, Earning>();
  const add = (side: Side, { kind, earnedOn: day }: Movement, changeFen: bigint) => {
    const amountFen = earned(kind, changeFen);
    if (side.ownerId === null || amountFen === 0n) return;
    const key = `${side.ownerId} ${day ?? ''}`;
    const before = sums.get(key)?.amountFen ?? 0n;
    sums.set(key, { ownerId: side.ownerId, day, amountFen: before + amountFen });
  };
  for (const { movement, debit, credit } of entries) {
    add(debit, movement, -movement.amountFen);
    add(credit, movement, movement.amountFen);
  }
  return [...sums.values()];
}

/** A refund takes what the author has; the missing part becomes a debt. */
function split(movement: Movement, find: Find): Movement[] {
  if (movement.kind !== 'refund' || 'system' in movement.debit) return [movement];
  const there = find(movement.debit)?.balanceFen ?? 0n;
  if (there >= movement.amountFen) return [movement];
  const missing: Movement = {
    ...movement,
    kind: 'refund_debt',
    feeFen: 0n,
    amountFen: movement.amountFen - there,
    debit: debt(movement.debit.ownerId),
  };
  return there === 0n ? [missing] : [{ ...movement, amountFen: there }, missing];
}

/** What of money that somebody gets goes to their debt, where there is one. */
function repaymentAfter(movement: Movement, find: Find): Movement | undefined {
  if (!paysDebt(movement.kind) || 'system' in movement.credit) return undefined;
  const { ownerId } = movement.credit;
  const owedFen = find(debt(ownerId))?.balanceFen ?? 0n;
  if (owedFen === 0n) return undefined;
  return {
    ...movement,
    kind: 'debt_repaid',
    amountFen: owedFen < movement.amountFen ? owedFen : movement.amountFen,
    debit: available(ownerId),
    credit: debt(ownerId),
  };
}

function keyOf({ ownerId, kind }: { ownerId: string; kind: UserAccountKind }): string {
  return `${ownerId} ${kind}`;
}
