import { type Market, type Person, openMarket, wallet } from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced } from '../support/books.js';
import { ACCOUNT, decide, earner, sweepWithdrawals, withdraw, withdrawalOf } from '../support/payouts.js';

const TRANSFER = 'alipay.fund.trans.uni.transfer';
const QUERY = 'alipay.fund.trans.common.query';

/** The whole server in certificate mode: the tips that are withdrawn here were paid and confirmed in it, too. */
describe('paying withdrawals through Alipay', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket({ certified: true, withdrawals: { holdDays: 0 } });
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());
  afterEach(async () => {
    market.simulator.faults.reset();
    await expectBalanced(market, admin);
  });

  async function requested(account = ACCOUNT.account) {
    const author = await earner(market, '100.00');
    const { body } = await withdraw(market, author, '30.00', { account });
    const id = body.id as string;
    return { author, id, outBizNo: id.replaceAll('-', ''), seen: body as { id: string; revision: number } };
  }

  async function approved(account?: string) {
    const request = await requested(account);
    const { body } = await decide(market, admin, request.seen, 'approve');
    return { ...request, body };
  }

  async function transfer(outBizNo: string) {
    const answer = await fetch(`${market.simulator.url}/simulator/transfers/${outBizNo}`);
    return answer.status === 404 ? undefined : ((await answer.json()) as Record<string, string>);
  }

  async function deal(outBizNo: string, status: 'SUCCESS' | 'FAIL' | 'REFUND') {
    const answer = await fetch(`${market.simulator.url}/simulator/transfers/${outBizNo}/deal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    });
    expect(answer.status).toBe(200);
  }

  it('pays at once when it is approved, to the account and the name', async () => {
    const { author, outBizNo, body } = await approved();
    const made = await transfer(outBizNo);
    expect(made).toMatchObject({
      status: 'SUCCESS',
      trans_amount: '30.00',
      payee_info: { identity: ACCOUNT.account, identity_type: 'ALIPAY_LOGON_ID', name: ACCOUNT.name },
    });
    expect(body).toMatchObject({ status: 'paid', paid_by: 'provider', reference: made!.order_id });
    expect(await wallet(market, author)).toMatchObject({ balance: '70.00', withdrawn_total: '30.00' });
  });

  it.each([
    ['down', { down: true }],
    ['answering 502', { status: 502 }],
    ['answering 20000', { code: '20000' as const, sub_code: 'isp.unknow-error' }],
    ['answering SYSTEM_ERROR', { sub_code: 'SYSTEM_ERROR' }],
    ['answering without a signature after doing the work', { unsigned: true }],
    ['dying after doing the work', { die_after_work: true }],
    ['answering nonsense', { nonsense: true }],
    ['too slow', { slow_ms: 2500, methods: [TRANSFER, QUERY] }],
  ])('is paid exactly once when the gateway is %s and comes back', async (_, fault) => {
    const { author, id, outBizNo, seen } = await requested();
    market.simulator.faults.set({ gateway: fault });
    const { body } = await decide(market, admin, seen, 'approve');
    expect(body.status).toBe('sending');
    expect(await wallet(market, author)).toMatchObject({ balance: '70.00', withdrawing: '30.00' });
    market.simulator.faults.reset();
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid', paid_by: 'provider' });
    expect(await transfer(outBizNo)).toMatchObject({ status: 'SUCCESS', trans_amount: '30.00' });
    expect(await wallet(market, author)).toMatchObject({ withdrawing: '0.00', withdrawn_total: '30.00' });
  });

  it.each([
    ['SUCCESS', 'paid', '70.00'],
    ['FAIL', 'failed', '100.00'],
    ['REFUND', 'failed', '100.00'],
  ] as const)('waits while it is DEALING; %s makes it %s', async (status, state, balance) => {
    const { author, id, outBizNo, body } = await approved('x@dealing.test');
    expect(body.status).toBe('sending');
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'sending' });
    await deal(outBizNo, status);
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: state });
    expect(await wallet(market, author)).toMatchObject({ balance, withdrawing: '0.00' });
  });

  it.each([
    ['refuses', 'PAYEE_NOT_EXIST@refused.test', '收款用户不存在或姓名有误'],
    ['accepts and fails', 'PAYEE_USERINFO_STATUS_ERROR@fail.test', '收款方用户状态不正常'],
  ])('gives the money back when Alipay %s, and says why', async (_, account, reason) => {
    const { author, body } = await approved(account);
    expect(body).toMatchObject({ status: 'failed', reason });
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawing: '0.00' });
  });

  it('stays approved while our account holds too little, and is paid when it holds enough', async () => {
    const { id, outBizNo, seen } = await requested();
    market.simulator.faults.set({ gateway: { methods: [TRANSFER], sub_code: 'PAYER_BALANCE_NOT_ENOUGH' } });
    const { body } = await decide(market, admin, seen, 'approve');
    expect(body.status).toBe('approved');
    expect(body.reason).not.toBe('');
    expect(await transfer(outBizNo)).toBeUndefined();
    market.simulator.faults.reset();
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid' });
  });

  it('stays unknown, and nobody’s to decide, while Alipay says nothing about the payout itself', async () => {
    const { id, seen } = await requested();
    market.simulator.faults.set({
      gateway: { methods: [TRANSFER], sub_code: 'PAYMENT_INFO_INCONSISTENCY' },
    });
    const { body } = await decide(market, admin, seen, 'approve');
    expect(body.status).toBe('sending');
    await sweepWithdrawals(market);
    const now = await withdrawalOf(market, admin, id);
    expect((await decide(market, admin, now, 'reject')).body.code).toBe('withdrawal_state');
    market.simulator.faults.reset();
    await sweepWithdrawals(market);
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'paid' });
  });

  it('gives the money back when it comes back later', async () => {
    const { author, id, outBizNo, body } = await approved('x@refund.test');
    expect(body.status).toBe('paid');
    await sweepWithdrawals(market);
    expect(await transfer(outBizNo)).toMatchObject({ status: 'REFUND' });
    expect(await withdrawalOf(market, admin, id)).toMatchObject({ status: 'returned' });
    expect(await wallet(market, author)).toMatchObject({ balance: '100.00', withdrawn_total: '0.00' });
  });

  it('names the certificates in the address of the cashier', async () => {
    const author = await earner(market, '1.00');
    const articles = await market.request.get('/articles').query({ author: author.user.id });
    const pay = { money: '5.00', article_id: articles.body.items[0].id };
    const { body } = await market.request.post('/payments/alipay').set(admin.auth).send(pay);
    const { searchParams } = new URL(body as string);
    const { certificates } = market.config.alipay;
    expect(searchParams.get('app_cert_sn')).toBe(certificates?.appCertSn);
    expect(searchParams.get('alipay_root_cert_sn')).toBe(certificates?.rootCertSn);
  });
});
