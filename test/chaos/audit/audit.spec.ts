import type { Trade } from '../../../simulator/trade.js';
import type { Transfer } from '../../../simulator/transfers/transfer.js';
import type { Author } from '../world/people.js';
import type { Tip, WithdrawalWish, World } from '../world/world.js';
import type { Books } from './books.js';
import { auditAcknowledged } from './messages.js';
import { auditPeople } from './people.js';
import { auditTrades, auditWishes } from './trades.js';
import { auditWithdrawals } from './withdrawals.js';

/** An auditor who has never found anything is presumed blind: each kind of wrong is planted once. */
describe('the audit of a chaos run', () => {
  const author: Author = { id: 'author', name: 'author-1', token: '', articleId: 'article' };
  const reader = { id: 'reader', name: 'reader-1', token: '' };
  const wish = (key: string, id: string) => ({ person: reader, path: '', key, body: {}, refusals: [], id });

  const tip: Tip = {
    ...{ wish: wish('tip-1', 'r1'), reader, author, channel: 'alipay', amountFen: 1000n },
    ...{ payUrl: 'x', outTradeNo: 'n1', paid: true, returnUrl: undefined },
  };
  const asked: WithdrawalWish = {
    wish: wish('withdrawal-1', 'w-1'),
    person: author,
    amountFen: 300n,
    payee: '张1',
  };
  const world = {
    people: [author, reader],
    tips: [tip],
    refunds: [],
    withdrawals: [asked],
    acknowledged: [],
  } as unknown as World;

  const trade = {
    outTradeNo: 'n1',
    tradeNo: 'a1',
    paidAt: 1,
    refunds: [],
    notices: [{ notifyId: 'm1', attempts: [{ at: 1, httpStatus: 200, answer: 'success' }] }],
  } as unknown as Trade;
  const transfer = { outBizNo: 'w1', amountFen: 300n, status: 'SUCCESS', name: '张1' } as Transfer;
  const reward = {
    ...{ id: 'r1', out_trade_no: 'n1', trade_no: 'a1', status: 'paid', channel: 'alipay' as const },
    ...{ amount_fen: '1000', refunded_fen: '0', held_fen: '0', author_id: 'author', message: 'tip-1' },
    credited_fen: '1000',
  };
  const withdrawal = { id: 'w-1', status: 'paid', amount_fen: '300', name: '张1' };

  interface Planted {
    rewards?: (typeof reward)[];
    trades?: Trade[];
    transfers?: Transfer[];
    notices?: string[];
    authorFen?: bigint;
  }

  /** Of 10.00 the author keeps 9.50, and has taken out 3.00. */
  function found({ rewards = [reward], authorFen = 650n, ...planted }: Planted = {}): string[] {
    const books: Books = {
      trades: new Map((planted.trades ?? [trade]).map((one) => [one.outTradeNo, one])),
      transfers: new Map((planted.transfers ?? [transfer]).map((one) => [one.outBizNo, one])),
      rewards: new Map(rewards.map((one) => [one.id, one])),
      rewardsByNumber: new Map(rewards.map((one) => [one.out_trade_no, one])),
      withdrawals: new Map([[withdrawal.id, withdrawal]]),
      refunds: new Map(),
      noticesKept: new Set(planted.notices ?? ['m1']),
      netFen: new Map([['author', authorFen]]),
    };
    return [
      ...auditTrades(books),
      ...auditWishes(world, books),
      ...auditAcknowledged(world, books),
      ...auditPeople(world, books),
      ...auditWithdrawals(world, books),
    ].map(({ kind, text }) => `${kind}: ${text}`);
  }

  it('finds nothing where everybody says the same', () => {
    expect(found()).toEqual([]);
  });

  it('finds a payment that is not credited', () => {
    const unpaid = { ...reward, status: 'closed', trade_no: null as never, credited_fen: '0' };
    expect(found({ rewards: [unpaid], authorFen: -300n })).toEqual([
      'lost: order n1 is paid there, closed here',
      'lost: money of author-1: expected 650 fen, found -300',
    ]);
  });

  it('finds what was credited twice, and a wish that was fulfilled twice', () => {
    expect(found({ rewards: [{ ...reward, credited_fen: '2000' }], authorFen: 1600n })).toEqual([
      'doubled: credits of order n1: expected 1000 fen, found 2000',
      'doubled: money of author-1: expected 650 fen, found 1600',
    ]);
    const twin = { ...reward, id: 'r2', out_trade_no: 'n2', status: 'pending', credited_fen: '0' };
    expect(found({ rewards: [reward, twin] })).toEqual(['doubled: tip-1 was made twice']);
  });

  it('finds an order that is paid here and was never paid', () => {
    expect(found({ trades: [], authorFen: -300n })).toContain('forged: order n1 is paid here, not there');
  });

  it('finds an answer whose order does not exist, and a message whose `success` was a lie', () => {
    expect(found({ rewards: [] })).toContain('lost: tip-1 was answered with r1, which does not exist');
    expect(found({ notices: [] })).toEqual([
      'lost: notification m1 of order n1 was answered success and is not in the books',
    ]);
  });

  it('finds a withdrawal that was paid twice, and one that was never paid', () => {
    const second = { ...transfer, outBizNo: 'w2' };
    expect(found({ transfers: [transfer, second] })).toEqual(['doubled: 张1 was paid 2 times: w1, w2']);
    expect(found({ transfers: [], authorFen: 950n })).toEqual([
      'lost: withdrawal w-1 is paid here, none there',
    ]);
  });
});
