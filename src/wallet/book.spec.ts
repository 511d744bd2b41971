import fc from 'fast-check';
import { available, debt, system } from './accounts.js';
import { book, earningsOf, type Entry, type LockedAccount } from './book.js';
import type { Movement } from './movement.js';
import { InsufficientBalance } from './wallet.errors.js';

const PEOPLE = ['ann', 'bob', 'cid'];

function accountsOf(people: readonly string[]): LockedAccount[] {
  return people.flatMap((ownerId) =>
    (['available', 'debt'] as const).map((kind) => ({
      id: `${ownerId}-${kind}`,
      ownerId,
      kind,
      balanceFen: 0n,
      postings: 0n,
      earnedFen: 0n,
    })),
  );
}

let subject = 0;
function movement(
  kind: Movement['kind'],
  amountFen: bigint,
  from: Movement['debit'],
  to: Movement['credit'],
): Movement {
  subject += 1;
  return { kind, subjectId: `s${subject}`, rewardId: 'r', amountFen, debit: from, credit: to, memo: '' };
}
const reward = (to: string, fen: bigint) => movement('reward', fen, system('alipay_clearing'), available(to));
const refund = (from: string, fen: bigint) =>
  movement('refund', fen, available(from), system('alipay_clearing'));
const tip = (from: string, to: string, fen: bigint) =>
  movement('balance_reward', fen, available(from), available(to));

const person = fc.constantFrom(...PEOPLE);
const fen = fc.bigInt(1n, 1000n);
const anyMovement = fc.oneof(
  fc.tuple(person, fen).map(([to, amount]) => reward(to, amount)),
  fc.tuple(person, fen).map(([from, amount]) => refund(from, amount)),
  fc
    .tuple(person, person, fen)
    .filter(([from, to]) => from !== to)
    .map(([from, to, amount]) => tip(from, to, amount)),
);

/** Applies movements one by one; those that are refused change nothing. */
function applyAll(movements: readonly Movement[]): { accounts: LockedAccount[]; entries: Entry[] } {
  let accounts = accountsOf(PEOPLE);
  const entries: Entry[] = [];
  for (const one of movements) {
    const trial = accounts.map((account) => ({ ...account }));
    try {
      entries.push(...book(trial, [one]));
      accounts = trial;
    } catch (error) {
      expect(error).toBeInstanceOf(InsufficientBalance);
      expect(one.kind).toBe('balance_reward');
    }
  }
  return { accounts, entries };
}

describe('the book', () => {
  const sequences = fc.array(anyMovement, { maxLength: 40 });

  it('never lets a balance become negative', () => {
    fc.assert(
      fc.property(sequences, (movements) => {
        const { accounts, entries } = applyAll(movements);
        expect(accounts.every(({ balanceFen }) => balanceFen >= 0n)).toBe(true);
        const after = entries.flatMap(({ debit, credit }) => [debit.balanceFen, credit.balanceFen]);
        expect(after.every((balanceFen) => balanceFen === null || balanceFen >= 0n)).toBe(true);
      }),
    );
  });

  it('neither makes nor loses money: what people have less what they owe is what came in less what went out', () => {
    fc.assert(
      fc.property(sequences, (movements) => {
        const { accounts, entries } = applyAll(movements);
        const held = accounts.reduce(
          (sum, { kind, balanceFen }) => sum + (kind === 'debt' ? -balanceFen : balanceFen),
          0n,
        );
        const net = entries.reduce(
          (sum, { movement: { amountFen }, debit, credit }) =>
            sum + (debit.ownerId === null ? amountFen : 0n) - (credit.ownerId === null ? amountFen : 0n),
          0n,
        );
        expect(held).toBe(net);
      }),
    );
  });

  it('numbers the postings of every account 1, 2, 3, … each with the balance after it', () => {
    fc.assert(
      fc.property(sequences, (movements) => {
        const { accounts, entries } = applyAll(movements);
        for (const account of accounts) {
          const sides = entries.flatMap(({ debit, credit }) => [debit, credit]);
          const own = sides.filter(({ accountId }) => accountId === account.id);
          expect(own.map(({ posting }) => posting)).toEqual(own.map((_, i) => BigInt(i + 1)));
          expect(account.postings).toBe(BigInt(own.length));
          if (own.length > 0) expect(own.at(-1)?.balanceFen).toBe(account.balanceFen);
        }
      }),
    );
  });

  it('nobody has money and a debt after earning something', () => {
    fc.assert(
      fc.property(sequences, person, fen, (movements, who, amount) => {
        const { accounts } = applyAll([...movements, reward(who, amount)]);
        const [money, owed] = accounts.filter(({ ownerId }) => ownerId === who);
        expect(money?.balanceFen === 0n || owed?.balanceFen === 0n).toBe(true);
      }),
    );
  });

  it('gives the same for movements together as for one after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(person, fen), { maxLength: 20 }), (tips) => {
        const movements = tips.map(([to, amount]) => reward(to, amount));
        const together = accountsOf(PEOPLE);
        book(together, movements);
        const { accounts } = applyAll(movements);
        expect(together.map(({ balanceFen }) => balanceFen)).toEqual(
          accounts.map(({ balanceFen }) => balanceFen),
        );
      }),
    );
  });

  it('splits a refund into what is there and a debt', () => {
    const accounts = accountsOf(['ann']);
    const entries = book(accounts, [reward('ann', 30n), refund('ann', 100n)]);
    expect(entries.map(({ movement: { kind, amountFen } }) => [kind, amountFen])).toEqual([
      ['reward', 30n],
      ['refund', 30n],
      ['refund_debt', 70n],
    ]);
    expect(accounts.map(({ balanceFen }) => balanceFen)).toEqual([0n, 70n]);
    expect(accounts.reduce((sum, { earnedFen }) => sum + earnedFen, 0n)).toBe(-70n);
  });

  it('books a refund from an empty account as a debt alone', () => {
    const entries = book(accountsOf(['ann']), [refund('ann', 5n)]);
    expect(entries.map(({ movement: { kind } }) => kind)).toEqual(['refund_debt']);
  });

  it('lets a tip repay a debt at once, and leaves the rest', () => {
    const accounts = accountsOf(['ann']);
    const entries = book(accounts, [refund('ann', 70n), reward('ann', 50n), reward('ann', 50n)]);
    expect(entries.map(({ movement: { kind, amountFen } }) => [kind, amountFen])).toEqual([
      ['refund_debt', 70n],
      ['reward', 50n],
      ['debt_repaid', 50n],
      ['reward', 50n],
      ['debt_repaid', 20n],
    ]);
    expect(accounts.map(({ balanceFen }) => balanceFen)).toEqual([30n, 0n]);
  });

  it('books a refund as a debt alone where there is no account to take it from', () => {
    const [, owed] = accountsOf(['ann']);
    const entries = book([owed!], [refund('ann', 5n)]);
    expect(entries.map(({ movement: { kind } }) => kind)).toEqual(['refund_debt']);
    expect(owed?.balanceFen).toBe(5n);
  });

  it('leaves a debt alone where somebody gets what is no earning', () => {
    const accounts = accountsOf(['ann']);
    const entries = book(accounts, [
      refund('ann', 5n),
      movement('fee_refund', 9n, system('fees'), available('ann')),
    ]);
    expect(entries.map(({ movement: { kind } }) => kind)).toEqual(['refund_debt', 'fee_refund']);
    expect(accounts.map(({ balanceFen, earnedFen }) => [balanceFen, earnedFen])).toEqual([
      [9n, 0n],
      [5n, -5n],
    ]);
  });

  it('refuses a tip that is more than the balance', () => {
    const accounts = accountsOf(['ann', 'bob']);
    book(accounts, [reward('ann', 99n)]);
    expect(() => book(accounts, [tip('ann', 'bob', 100n)])).toThrow(InsufficientBalance);
  });

  it('refuses to post to an account that was not locked', () => {
    expect(() => book([], [reward('ann', 1n)])).toThrow('not locked');
    expect(() =>
      book(accountsOf(['ann']), [movement('debt_repaid', 1n, available('ann'), debt('bob'))]),
    ).toThrow();
  });
});

describe('earnings by day', () => {
  const earnings = (...movements: Movement[]) => earningsOf(book(accountsOf(PEOPLE), movements));
  const on = (earnedOn: string, one: Movement): Movement => ({ ...one, earnedOn });

  it('are summed by owner and day; today has no name', () => {
    expect(
      earnings(
        reward('ann', 30n),
        reward('ann', 12n),
        reward('bob', 5n),
        on('2026-11-21', refund('ann', 10n)),
        on('2026-11-22', refund('ann', 2n)),
      ),
    ).toEqual([
      { ownerId: 'ann', day: undefined, amountFen: 42n },
      { ownerId: 'bob', day: undefined, amountFen: 5n },
      { ownerId: 'ann', day: '2026-11-21', amountFen: -10n },
      { ownerId: 'ann', day: '2026-11-22', amountFen: -2n },
    ]);
  });

  it('fall by the whole of a refund, also where part of it becomes a debt', () => {
    expect(earnings(reward('ann', 3n), on('2026-11-21', refund('ann', 10n)))).toEqual([
      { ownerId: 'ann', day: undefined, amountFen: 3n },
      { ownerId: 'ann', day: '2026-11-21', amountFen: -10n },
    ]);
  });

  it('are the author’s alone: a reader who spends has earned nothing less', () => {
    expect(earnings(reward('ann', 9n), tip('ann', 'bob', 4n))).toEqual([
      { ownerId: 'ann', day: undefined, amountFen: 9n },
      { ownerId: 'bob', day: undefined, amountFen: 4n },
    ]);
  });

  it('are none where money is moved otherwise', () => {
    expect(earnings(movement('fee', 9n, system('alipay_clearing'), system('fees')))).toEqual([]);
    expect(earnings(movement('second_payment', 9n, system('alipay_clearing'), system('suspense')))).toEqual(
      [],
    );
  });
});
