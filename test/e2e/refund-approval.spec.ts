import { RefundSweep } from '../../src/payments/sweeps/refund-sweep.js';
import {
  type Market,
  type Person,
  control,
  openMarket,
  openShop,
  order,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { checkLedger, expectBalanced } from '../support/books.js';
import { tip } from '../support/payouts.js';

describe('a refund that needs two administrators', () => {
  let market: Market;
  let first: Person;
  let second: Person;
  beforeAll(async () => {
    market = await openMarket({ refunds: { dualControlFen: 50_00n } });
    first = await registerAdmin(market);
    second = await registerAdmin(market);
  });
  beforeEach(() => {
    market.simulator.faults.reset();
  });
  afterAll(async () => {
    await expectBalanced(market, first);
    await market.close();
  });

  async function paidTip(money = '100.00') {
    const { author, reader, article } = await openShop(market);
    const made = await tip(market, reader, article.id, money);
    return { author, reader, article, rewardId: made };
  }

  function ask(admin: Person, rewardId: string, money?: string, key?: string) {
    return market.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set({ ...admin.auth, ...(key && { 'Idempotency-Key': key }) })
      .send({ reason: '误操作', ...(money && { money }) });
  }

  const approve = (admin: Person, id: string) =>
    market.request.post(`/admin/refunds/${id}/approve`).set(admin.auth);
  const decline = (admin: Person, id: string) =>
    market.request.post(`/admin/refunds/${id}/decline`).set(admin.auth).send({ reason: '不退' });
  const rewardOf = async (id: string) =>
    (await market.request.get(`/admin/rewards/${id}`).set(first.auth)).body as Record<string, unknown>;

  it('waits, moves no money, and is made once another one approves', async () => {
    const { author, rewardId } = await paidTip();
    const asked = await ask(first, rewardId, '60.00');
    expect([asked.status, asked.body]).toEqual([
      202,
      {
        id: expect.any(String),
        money: '60.00',
        status: 'pending',
        reason: '误操作',
        awaits_approval: true,
      },
    ]);
    const { id } = asked.body as { id: string };
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00' });
    expect(await rewardOf(rewardId)).toMatchObject({
      status: 'paid',
      refunds: [],
      refund_proposals: [
        { id, money: '60.00', status: 'awaiting', requested_by: { id: first.user.id }, decided_by: null },
      ],
    });
    const approved = await approve(second, id);
    expect([approved.status, approved.body]).toEqual([
      200,
      { id, money: '60.00', status: 'done', reason: '误操作', awaits_approval: false },
    ]);
    expect(await wallet(market, author)).toMatchObject({ balance: '40.00' });
    expect(await rewardOf(rewardId)).toMatchObject({
      status: 'partially_refunded',
      refunds: [{ id, status: 'done' }],
      refund_proposals: [{ id, status: 'approved', decided_by: { id: second.user.id } }],
    });
    await expectBalanced(market, first);
  });

  it('is not approved by whoever asked for it, nor by somebody who is no administrator', async () => {
    const { author, reader, rewardId } = await paidTip();
    const { id } = (await ask(first, rewardId)).body as { id: string };
    const own = await approve(first, id);
    expect([own.status, own.body.code]).toEqual([409, 'refund_needs_another']);
    expect((await approve(reader, id)).status).toBe(403);
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00' });
    const bySql = `UPDATE refund_proposal SET status = 'approved', decided_by = admin_id, decided_time = now() WHERE id = $1`;
    await expect(market.database.query(bySql, [id])).rejects.toThrow(/check constraint/);
  });

  it('is not made where the other one declines, and its amount can be asked for again', async () => {
    const { author, rewardId } = await paidTip();
    const { id } = (await ask(first, rewardId, undefined, 'declined')).body as { id: string };
    expect((await decline(second, id)).body).toMatchObject({ status: 'refused', reason: '不退' });
    expect((await ask(first, rewardId, undefined, 'declined')).body).toMatchObject({ id, status: 'refused' });
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00' });
    const again = await ask(first, rewardId);
    expect([again.status, again.body.awaits_approval]).toEqual([202, true]);
    expect((await decline(first, again.body.id as string)).status).toBe(200);
  });

  it('is decided once, however many decide at the same time', async () => {
    const { author, rewardId } = await paidTip();
    const { id } = (await ask(first, rewardId, '60.00')).body as { id: string };
    const third = await registerAdmin(market);
    const answers = await Promise.all([
      ...[second, third, second, third].map((admin) => approve(admin, id)),
      decline(second, id),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200).map(({ body }) => body.code as string);
    expect(new Set(others)).toEqual(new Set(['refund_decided']));
    const { balance } = await wallet(market, author);
    expect(['40.00', '100.00']).toContain(balance);
    expect((await approve(second, id)).body.code).toBe('refund_decided');
    await expectBalanced(market, first);
  });

  it('keeps its amount from others while it waits, however many ask at the same time', async () => {
    const { author, rewardId } = await paidTip();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(first, rewardId, '60.00')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('refund_exceeds_paid');
    const { id } = answers.find(({ status }) => status === 202)!.body as { id: string };
    expect((await approve(second, id)).status).toBe(200);
    expect(await wallet(market, author)).toMatchObject({ balance: '40.00' });
  });

  it('is asked for below the amount as ever, but not in small steps past it', async () => {
    const { author, rewardId } = await paidTip();
    const small = await ask(first, rewardId, '30.00');
    expect([small.status, small.body.awaits_approval]).toEqual([201, false]);
    const step = await ask(first, rewardId, '20.00');
    expect([step.status, step.body.awaits_approval]).toEqual([202, true]);
    expect(await wallet(market, author)).toMatchObject({ balance: '70.00' });
  });

  it('is one proposal for one Idempotency-Key, and tells its end under that key', async () => {
    const { rewardId } = await paidTip();
    const asked = await Promise.all(Array.from({ length: 4 }, () => ask(first, rewardId, '60.00', 'once')));
    expect(new Set(asked.map(({ body }) => body.id as string)).size).toBe(1);
    const { id } = asked[0]!.body as { id: string };
    await approve(second, id);
    const repeated = await ask(first, rewardId, '60.00', 'once');
    expect([repeated.status, repeated.body]).toMatchObject([
      201,
      { id, status: 'done', awaits_approval: false },
    ]);
    expect((await ask(first, rewardId, '61.00', 'once')).body.code).toBe('idempotency_key_reused');
  });

  it('stays pending after the approval while the gateway does not say, and ends by the sweep', async () => {
    const { author, rewardId } = await paidTip();
    const { id } = (await ask(first, rewardId, '60.00')).body as { id: string };
    market.simulator.faults.set({ gateway: { down: true } });
    const approved = await approve(second, id);
    expect([approved.status, approved.body]).toMatchObject([
      202,
      { status: 'pending', awaits_approval: false },
    ]);
    market.simulator.faults.reset();
    await market.database.query(`UPDATE refund SET next_try_time = now() WHERE id = $1`, [id]);
    await market.app.get(RefundSweep, { strict: false }).resolve();
    expect((await rewardOf(rewardId)).status).toBe('partially_refunded');
    expect(await wallet(market, author)).toMatchObject({ balance: '40.00' });
  });

  it('of a tip from balance gives the money back once it is approved', async () => {
    const { author } = await paidTip('60.00');
    const other = await openShop(market);
    const paid = await market.request
      .post('/payments/alipay')
      .set(author.auth)
      .send({ money: '60.00', article_id: other.article.id, type: 2 });
    const rewardId = paid.headers.location!.replace('/rewards/', '');
    const { id } = (await ask(first, rewardId)).body as { id: string };
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00' });
    expect((await approve(second, id)).body).toMatchObject({ status: 'done' });
    expect(await wallet(market, author)).toMatchObject({ balance: '60.00' });
  });

  it('is refused where Alipay told of other refunds meanwhile and so much is not left', async () => {
    const { author, reader, article } = await openShop(market);
    const made = await order(market, reader, article.id, '100.00');
    await fetch(made.payUrl);
    await control(market, made.outTradeNo, 'pay');
    await until(async () => (await rewardOf(made.rewardId)).status === 'paid');
    const { id } = (await ask(first, made.rewardId, '60.00')).body as { id: string };
    await control(market, made.outTradeNo, 'refund', { amount: '50.00' });
    await until(async () => (await rewardOf(made.rewardId)).status === 'partially_refunded');
    expect((await approve(second, id)).body.code).toBe('refund_exceeds_paid');
    expect((await rewardOf(made.rewardId)).refund_proposals).toMatchObject([{ status: 'awaiting' }]);
    expect((await ask(first, made.rewardId, '1.00')).body.code).toBe('refund_exceeds_paid');
    expect(await wallet(market, author)).toMatchObject({ balance: '50.00' });
    expect((await decline(second, id)).status).toBe(200);
  });

  it('that nobody asked for is not found', async () => {
    for (const id of ['nonsense', '00000000-0000-7000-8000-000000000000']) {
      expect((await approve(second, id)).body.code).toBe('refund_not_found');
      expect((await decline(second, id)).body.code).toBe('refund_not_found');
    }
  });

  it('shows in the recount where its approval and its refund are not of one amount', async () => {
    const { rewardId } = await paidTip();
    const { id } = (await ask(first, rewardId, '60.00')).body as { id: string };
    await approve(second, id);
    await market.database.query('UPDATE refund_proposal SET amount_fen = amount_fen - 1 WHERE id = $1', [id]);
    const { differences } = await checkLedger(market, first);
    await market.database.query('UPDATE refund_proposal SET amount_fen = amount_fen + 1 WHERE id = $1', [id]);
    expect(differences).toEqual([expect.objectContaining({ check: 'refund_proposals', subject: id })]);
  });
});
