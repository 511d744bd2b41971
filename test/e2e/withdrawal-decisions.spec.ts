import { type Market, type Person, openMarket, wallet } from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { checkLedger, expectBalanced } from '../support/books.js';
import { decide, earner, sweepWithdrawals, withdraw, withdrawalOf } from '../support/payouts.js';

/** Without certificates: an operator pays. */
describe('deciding about withdrawals by hand', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket({ withdrawals: { holdDays: 0 } });
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());
  afterEach(() => expectBalanced(market, admin));

  async function requested(amount = '30.00') {
    const author = await earner(market, '100.00');
    const { body } = await withdraw(market, author, amount);
    return { author, withdrawal: body as { id: string; revision: number } };
  }

  async function approved() {
    const { author, withdrawal } = await requested();
    return { author, withdrawal: (await decide(market, admin, withdrawal, 'approve')).body };
  }

  it('pays an approved one by hand, with the proof', async () => {
    const { author, withdrawal } = await approved();
    expect(withdrawal).toMatchObject({ status: 'approved', revision: 2, next_try_time: null });
    expect(await sweepWithdrawals(market)).toBe(0);
    const { status, body } = await decide(market, admin, withdrawal, 'pay-by-hand', { proof: '转账 123' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'paid', paid_by: 'hand', reference: '转账 123', revision: 3 });
    expect(body.done_time).not.toBeNull();
    expect(await wallet(market, author)).toMatchObject({
      balance: '70.00',
      withdrawing: '0.00',
      withdrawn_total: '30.00',
      earned_total: '100.00',
    });
  });

  it('gives the money back when it is rejected, and says why', async () => {
    const { author, withdrawal } = await requested();
    const { body } = await decide(market, admin, withdrawal, 'reject', { reason: '姓名不符' });
    expect(body).toMatchObject({ status: 'rejected', reason: '姓名不符' });
    const own = await market.request.get('/wallet/withdrawals').set(author.auth);
    expect(own.body.items[0]).toMatchObject({ status: 'rejected', reason: '姓名不符', revision: 2 });
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawing: '0.00' });
    const flow = await market.request.get('/wallet/transactions').set(author.auth);
    expect(flow.body.items[0]).toMatchObject({ kind: 'withdrawal_returned', amount: '30.00' });
  });

  it('can still be rejected after it was approved', async () => {
    const { author, withdrawal } = await approved();
    expect((await decide(market, admin, withdrawal, 'reject')).body.status).toBe('rejected');
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawn_total: '0.00' });
  });

  it('refuses a decision about another revision than the one that is', async () => {
    const { withdrawal } = await requested();
    await decide(market, admin, withdrawal, 'approve');
    for (const decision of ['approve', 'reject', 'pay-by-hand'] as const) {
      const { status, body } = await decide(market, admin, withdrawal, decision, { proof: 'x' });
      expect([status, body.code]).toEqual([409, 'withdrawal_changed']);
    }
  });

  it('refuses what its state does not allow', async () => {
    const { withdrawal } = await requested();
    const early = await decide(market, admin, withdrawal, 'pay-by-hand', { proof: 'x' });
    expect([early.status, early.body.code]).toEqual([409, 'withdrawal_state']);
    const { body: rejected } = await decide(market, admin, withdrawal, 'reject');
    for (const decision of ['approve', 'reject', 'pay-by-hand'] as const) {
      const { body } = await decide(market, admin, rejected, decision, { proof: 'x' });
      expect(body.code).toBe('withdrawal_state');
    }
    const { withdrawal: other } = await approved();
    expect((await decide(market, admin, other, 'approve')).body.code).toBe('withdrawal_state');
  });

  it.each([
    ['approve', {}, 'revision'],
    ['approve', { revision: '1' }, 'revision'],
    ['reject', { revision: 0 }, 'revision'],
    ['pay-by-hand', { revision: 1 }, 'proof'],
    ['pay-by-hand', { revision: 1, proof: ' ' }, 'proof'],
  ])('refuses %s with %j', async (decision, body, field) => {
    const { withdrawal } = await requested();
    const path = `/admin/withdrawals/${withdrawal.id}/${decision}`;
    const answer = await market.request.post(path).set(admin.auth).send(body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, field]);
  });

  it('is nobody’s but an administrator’s', async () => {
    const { author, withdrawal } = await requested();
    for (const decision of ['approve', 'reject', 'pay-by-hand'] as const) {
      expect((await decide(market, author, withdrawal, decision, { proof: 'x' })).status).toBe(403);
    }
    expect((await market.request.get('/admin/withdrawals').set(author.auth)).status).toBe(403);
    expect((await market.request.get(`/admin/withdrawals/${withdrawal.id}`)).status).toBe(401);
    for (const id of ['nonsense', '01900000-0000-7000-8000-000000000000']) {
      expect((await withdrawalOf(market, admin, id)).code).toBe('withdrawal_not_found');
      const answer = await decide(market, admin, { id, revision: 1 }, 'approve');
      expect([answer.status, answer.body.code]).toEqual([404, 'withdrawal_not_found']);
    }
  });

  it('lets one decision win when several are made at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { author, withdrawal } = await requested();
      const answers = await Promise.all(
        (['approve', 'reject', 'approve', 'reject'] as const).map((decision) =>
          decide(market, admin, withdrawal, decision),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
      const { status } = await withdrawalOf(market, admin, withdrawal.id);
      const given = status === 'rejected' ? '100.00' : '70.00';
      expect(await wallet(market, author)).toMatchObject({ balance: given });
    }
  });

  it('records one payment by hand when it is recorded twice at once, or rejected meanwhile', async () => {
    const { author, withdrawal } = await approved();
    const answers = await Promise.all([
      decide(market, admin, withdrawal, 'pay-by-hand', { proof: 'a' }),
      decide(market, admin, withdrawal, 'reject'),
      decide(market, admin, withdrawal, 'pay-by-hand', { proof: 'b' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { status } = await withdrawalOf(market, admin, withdrawal.id);
    const out = status === 'paid' ? '30.00' : '0.00';
    expect(await wallet(market, author)).toMatchObject({ withdrawing: '0.00', withdrawn_total: out });
  });

  it('tells the whole story, and finds withdrawals by state and owner', async () => {
    const { author, withdrawal } = await approved();
    const { body } = await decide(market, admin, withdrawal, 'pay-by-hand', { proof: 'x' });
    expect(body.user.id).toBe(author.user.id);
    const story = body.history as { status: string; source: string; actor: { id: string } }[];
    expect(story.map(({ status, source, actor }) => [status, source, actor.id])).toEqual([
      ['requested', 'author', author.user.id],
      ['approved', 'admin', admin.user.id],
      ['paid', 'admin', admin.user.id],
    ]);
    const list = async (query: object) => {
      const answer = await market.request.get('/admin/withdrawals').query(query).set(admin.auth);
      return (answer.body.items as { id: string }[]).map(({ id }) => id);
    };
    const user = author.user.username;
    expect(await list({ user })).toEqual([withdrawal.id]);
    expect(await list({ user: author.user.id, status: 'paid' })).toEqual([withdrawal.id]);
    expect(await list({ user, status: 'approved' })).toEqual([]);
    expect(await list({ user: 'nobody' })).toEqual([]);
    expect(await list({ limit: 1 })).toHaveLength(1);
    const wrong = await market.request.get('/admin/withdrawals').query({ status: 'x' }).set(admin.auth);
    expect(wrong.status).toBe(400);
  });
});

describe('the books', () => {
  it('find a withdrawal that was tampered with', async () => {
    const market = await openMarket({ withdrawals: { holdDays: 0 } });
    const admin = await registerAdmin(market);
    const author = await earner(market, '50.00');
    const { body } = await withdraw(market, author, '20.00');
    await market.database.query('UPDATE withdrawal SET amount_fen = 2100 WHERE id = $1', [body.id]);
    const { balanced, differences } = await checkLedger(market, admin);
    expect(balanced).toBe(false);
    expect(differences.map(({ check }) => check).toSorted()).toEqual(['withdrawal_transfers', 'withdrawing']);
    await market.close();
  });
});
