import { type Market, type Person, openMarket, wallet } from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced } from '../support/books.js';
import {
  FakePayouts,
  type Mood,
  decide,
  earner,
  sweepWithdrawals,
  withdraw,
  withdrawalOf,
} from '../support/payouts.js';

describe('paying withdrawals through the provider', () => {
  let market: Market;
  let admin: Person;
  let provider: FakePayouts;
  beforeAll(async () => {
    market = await openMarket({ withdrawals: { holdDays: 0 } });
    admin = await registerAdmin(market);
  });
  beforeEach(() => {
    provider = FakePayouts.into(market);
  });
  afterAll(() => market.close());
  afterEach(async () => {
    await expectBalanced(market, admin);
    await market.database.query('UPDATE withdrawal SET next_try_time = NULL WHERE status <> $1', ['sending']);
  });

  async function requested() {
    const author = await earner(market, '100.00');
    const { body } = await withdraw(market, author, '30.00');
    return { author, id: body.id as string, withdrawal: body as { id: string; revision: number } };
  }

  /** Approved while the provider is in that mood. */
  async function approvedWhile(mood: Mood) {
    const { author, id, withdrawal } = await requested();
    provider.mood = mood;
    const { status, body } = await decide(market, admin, withdrawal, 'approve');
    expect(status).toBe(200);
    return { author, id, body, payoutNo: id.replaceAll('-', '') };
  }

  it('pays at once when it is approved', async () => {
    const { author, body, payoutNo } = await approvedWhile('works');
    expect(body).toMatchObject({ status: 'paid', paid_by: 'provider', reference: `order-${payoutNo}` });
    expect(body).toMatchObject({ out_biz_no: payoutNo });
    expect(body.history.map(({ status }: { status: string }) => status)).toEqual([
      'requested',
      'approved',
      'sending',
      'paid',
    ]);
    expect(await wallet(market, author)).toMatchObject({
      balance: '70.00',
      withdrawing: '0.00',
      withdrawn_total: '30.00',
    });
  });

  it.each<[string, Mood]>([
    ['is down', 'down'],
    ['dies after doing the work', 'dies_after_work'],
  ])('is paid exactly once when the provider %s and comes back', async (_, mood) => {
    const { author, id, body } = await approvedWhile(mood);
    expect(body.status).toBe('sending');
    expect(await wallet(market, author)).toMatchObject({ balance: '70.00', withdrawing: '30.00' });
    await sweepWithdrawals(market);
    provider.mood = 'works';
    await sweepWithdrawals(market);
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid' });
    expect([provider.transfers.size, provider.paidFen]).toEqual([1, 3000n]);
    expect(await wallet(market, author)).toMatchObject({ withdrawing: '0.00', withdrawn_total: '30.00' });
  });

  it('waits while the provider deals with it, and neither sends again nor lets anybody decide', async () => {
    const { id, body, payoutNo } = await approvedWhile('dealing');
    await sweepWithdrawals(market);
    const seen = await withdrawalOf(market, admin, id);
    expect([seen.status, seen.revision, provider.sends]).toEqual(['sending', body.revision, 1]);
    for (const decision of ['approve', 'reject', 'pay-by-hand'] as const) {
      const answer = await decide(market, admin, seen, decision, { proof: 'x' });
      expect([answer.status, answer.body.code]).toEqual([409, 'withdrawal_state']);
    }
    provider.deal(payoutNo, { kind: 'paid', reference: 'later' });
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid', reference: 'later' });
  });

  it.each<[string, Mood, string]>([
    ['refuses', 'refuses', '收款用户不存在'],
    ['accepts and fails', 'fails', '收款方用户状态不正常'],
  ])('gives the money back when the provider %s, and says why', async (_, mood, reason) => {
    const { author, body } = await approvedWhile(mood);
    expect(body).toMatchObject({ status: 'failed', reason, paid_by: null });
    expect(await wallet(market, author)).toMatchObject({
      balance: '100.00',
      withdrawing: '0.00',
      withdrawn_total: '0.00',
    });
  });

  it('gives the money back when it fails or comes back before anybody knew it was paid', async () => {
    for (const kind of ['refused', 'returned'] as const) {
      const { author, id, payoutNo } = await approvedWhile('dealing');
      provider.deal(payoutNo, { kind, reason: '退回' });
      await sweepWithdrawals(market);
      expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'failed', reason: '退回' });
      expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawn_total: '0.00' });
    }
  });

  it('does not believe a refusal of a repetition when the first attempt was paid', async () => {
    const { id, payoutNo } = await approvedWhile('down');
    provider.mood = 'refuses';
    // It was paid after all, and the first question does not see it yet.
    const paid = { amountFen: 3000n, state: { kind: 'paid', reference: 'first' } as const };
    const query = jest.spyOn(provider, 'query').mockResolvedValueOnce({ kind: 'not_there' });
    provider.transfers.set(payoutNo, paid);
    await sweepWithdrawals(market);
    query.mockRestore();
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid', reference: 'first' });
  });

  it('stays approved while our own account holds too little, and is paid later', async () => {
    const { author, id, body } = await approvedWhile('short_of_funds');
    expect(body).toMatchObject({ status: 'approved', reason: '付款方余额不足' });
    expect(body.next_try_time).not.toBeNull();
    expect(await wallet(market, author)).toMatchObject({ withdrawing: '30.00' });
    const byHand = await decide(market, admin, body, 'pay-by-hand', { proof: 'x' });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'withdrawal_state']);
    provider.mood = 'works';
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid', reason: '' });
    expect(provider.paidFen).toBe(3000n);
  });

  it('gives the money back when it comes back after it was paid, once', async () => {
    const { author, id, payoutNo } = await approvedWhile('works');
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid' });
    provider.deal(payoutNo, { kind: 'returned', reason: '账户状态异常' });
    await sweepWithdrawals(market);
    await sweepWithdrawals(market);
    const body = await withdrawalOf(market, admin, id);
    expect(body).toMatchObject({ status: 'returned', reason: '账户状态异常', paid_by: 'provider' });
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawn_total: '0.00' });
  });

  it('stops watching a paid one after three days', async () => {
    const { id } = await approvedWhile('works');
    const old = `UPDATE withdrawal SET done_time = now() - interval '73 hours' WHERE id = $1`;
    await market.database.query(old, [id]);
    expect((await withdrawalOf(market, admin, id)).next_try_time).not.toBeNull();
    await sweepWithdrawals(market);
    expect((await withdrawalOf(market, admin, id)).next_try_time).toBeNull();
  });

  it('is sent by the sweep when the server died right after it was approved', async () => {
    const { id, withdrawal } = await requested();
    provider.available = false;
    await decide(market, admin, withdrawal, 'approve');
    provider.available = true;
    await market.database.query('UPDATE withdrawal SET next_try_time = now() WHERE id = $1', [id]);
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid' });
    expect(provider.sends).toBe(1);
  });

  it('pays once while sweeps of several instances and an administrator meet', async () => {
    const other = await openMarket({ withdrawals: { holdDays: 0 } }, market.database);
    const theirs = FakePayouts.into(other);
    const send = jest.spyOn(theirs, 'send').mockImplementation((order) => provider.send(order));
    const query = jest.spyOn(theirs, 'query').mockImplementation((no) => provider.query(no));
    const all = await Promise.all([1, 2, 3, 4].map(() => approvedWhile('down')));
    provider.mood = 'works';
    await market.database.query(
      'UPDATE withdrawal SET next_try_time = now() WHERE next_try_time IS NOT NULL',
    );
    await Promise.all([
      ...[market, other, market, other].map((app) => sweepWithdrawals(app)),
      ...all.map(({ body }) => decide(market, admin, body, 'pay-by-hand', { proof: 'x' })),
    ]);
    await sweepWithdrawals(market);
    for (const { id } of all) {
      expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid', paid_by: 'provider' });
    }
    expect([provider.transfers.size, provider.paidFen]).toEqual([4, 12000n]);
    send.mockRestore();
    query.mockRestore();
    await other.close();
  });
});
