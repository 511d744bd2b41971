import { Merchant, type ControlAnswer } from '../testing/merchant.js';

const TRANSFER = 'alipay.fund.trans.uni.transfer';

describe('payouts', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  afterEach(() => {
    merchant.simulator.faults.reset();
  });

  const query = (content: object): Promise<Record<string, string>> =>
    merchant.call('alipay.fund.trans.common.query', content, merchant.certificates());
  const ask = (outBizNo: string): Promise<Record<string, string>> =>
    query({ out_biz_no: outBizNo, product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' });
  const to = (identity: string): object => ({
    payee_info: { identity, identity_type: 'ALIPAY_LOGON_ID', name: '作者' },
  });
  const deal = (outBizNo: string, body: object): Promise<{ status: number; body: ControlAnswer }> =>
    merchant.control('POST', `/transfers/${outBizNo}/deal`, body);
  const count = async (): Promise<number> => (await merchant.control('GET', '/transfers')).body.items.length;

  it('pays at once and tells how it went, by either number', async () => {
    const reply = await merchant.transfer({ out_biz_no: 'pay1', trans_amount: '0.10' });
    expect(reply).toMatchObject({ code: '10000', out_biz_no: 'pay1', status: 'SUCCESS' });
    expect(reply.order_id).toMatch(/^\d{32}$/);
    expect(reply.pay_fund_order_id).toMatch(/^\d{32}$/);
    expect(reply.trans_date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const byOurs = await ask('pay1');
    expect(byOurs).toMatchObject({ status: 'SUCCESS', trans_amount: '0.10', pay_date: reply.trans_date });
    expect(await query({ order_id: reply.order_id })).toEqual(byOurs);
  });

  it('pays once for each out_biz_no', async () => {
    const first = await merchant.transfer({ out_biz_no: 'once1' });
    const before = await count();
    expect(await merchant.transfer({ out_biz_no: 'once1' })).toEqual(first);
    expect(await count()).toBe(before);
  });

  it.each([
    ['amount', { trans_amount: '10.01' }],
    ['payee', { payee_info: { identity: '13800138000', identity_type: 'ALIPAY_LOGON_ID', name: '作者' } }],
    ['title', { order_title: '别的' }],
  ])('refuses the same out_biz_no with another %s', async (_name, change) => {
    await merchant.transfer({ out_biz_no: 'other1' });
    const reply = await merchant.transfer({ out_biz_no: 'other1', ...change });
    expect(reply).toMatchObject({ code: '40004', sub_code: 'PAYMENT_INFO_INCONSISTENCY' });
  });

  it.each([
    ['less than 0.10', { trans_amount: '0.09' }, 'EXCEED_LIMIT_SM_MIN_AMOUNT'],
    ['a negative amount', { trans_amount: '-1.00' }, 'INVALID_PARAMETER'],
    ['a third decimal', { trans_amount: '1.001' }, 'INVALID_PARAMETER'],
    ['another product', { product_code: 'STD_RED_PACKET' }, 'INVALID_PARAMETER'],
    ['another scene', { biz_scene: 'PERSONAL_PAY' }, 'INVALID_PARAMETER'],
    ['no title', { order_title: '' }, 'INVALID_PARAMETER'],
    ['no number', { out_biz_no: '' }, 'INVALID_PARAMETER'],
    ['no payee', { payee_info: undefined }, 'INVALID_PARAMETER'],
    [
      'an unknown kind of identity',
      { payee_info: { identity: 'a@b.com', identity_type: 'EMAIL', name: 'x' } },
      'INVALID_PARAMETER',
    ],
    [
      'a login without a name',
      { payee_info: { identity: 'a@b.com', identity_type: 'ALIPAY_LOGON_ID' } },
      'INVALID_PARAMETER',
    ],
    [
      'a user number of another form',
      { payee_info: { identity: '1', identity_type: 'ALIPAY_USER_ID' } },
      'PAYEE_NOT_EXIST',
    ],
    ['a login that is neither mail nor mobile', to('author'), 'PAYEE_NOT_EXIST'],
  ])('refuses %s and keeps nothing', async (_name, change, subCode) => {
    const before = await count();
    const reply = await merchant.transfer({ out_biz_no: 'refused1', ...change });
    expect(reply).toMatchObject({ code: '40004', sub_code: subCode });
    expect(await count()).toBe(before);
  });

  it('lets the payee’s address decide: refused, failed, under way, or sent back', async () => {
    expect(
      await merchant.transfer({ out_biz_no: 'magic1', ...to('payee_not_exist@refused.test') }),
    ).toMatchObject({
      code: '40004',
      sub_code: 'PAYEE_NOT_EXIST',
    });
    expect((await ask('magic1')).sub_code).toBe('ORDER_NOT_EXIST');
    const failed = await merchant.transfer({ out_biz_no: 'magic2', ...to('payee_acc_ocupied@fail.test') });
    expect(failed).toMatchObject({ code: '10000', status: 'FAIL' });
    expect(failed).not.toHaveProperty('trans_date');
    expect(await ask('magic2')).toMatchObject({ status: 'FAIL', error_code: 'PAYEE_ACC_OCUPIED' });
    const dealing = await merchant.transfer({ out_biz_no: 'magic3', ...to('a@dealing.test') });
    expect(dealing).toMatchObject({ code: '10000', status: 'DEALING' });
    expect(await ask('magic3')).toMatchObject({ status: 'DEALING' });
    expect((await merchant.transfer({ out_biz_no: 'magic4', ...to('a@refund.test') })).status).toBe(
      'SUCCESS',
    );
    expect(await ask('magic4')).toMatchObject({ status: 'REFUND', fail_reason: '收款方用户状态不正常' });
  });

  it('leaves a transfer under way on demand, until it is dealt with', async () => {
    merchant.simulator.faults.set({ gateway: { methods: [TRANSFER], pending: true, calls: 2 } });
    expect((await merchant.transfer({ out_biz_no: 'late1' })).status).toBe('DEALING');
    expect((await merchant.transfer({ out_biz_no: 'late2' })).status).toBe('DEALING');
    expect((await deal('late1', { status: 'SUCCESS' })).body.status).toBe('SUCCESS');
    expect(await merchant.transfer({ out_biz_no: 'late1' })).toMatchObject({ status: 'SUCCESS' });
    const failing = { status: 'FAIL', error_code: 'PAYEE_NOT_EXIST', fail_reason: '没有这个人' };
    await deal('late2', failing);
    expect(await ask('late2')).toMatchObject({
      status: 'FAIL',
      error_code: 'PAYEE_NOT_EXIST',
      fail_reason: '没有这个人',
    });
  });

  it('sends back what was paid, and nothing twice', async () => {
    await merchant.transfer({ out_biz_no: 'back1' });
    expect((await deal('back1', { status: 'REFUND' })).body).toMatchObject({
      status: 'REFUND',
      error_code: 'PAYEE_USERINFO_STATUS_ERROR',
    });
    expect((await deal('back1', { status: 'REFUND' })).status).toBe(409);
    expect((await deal('back1', { status: 'SUCCESS' })).status).toBe(409);
    expect((await deal('nobody', { status: 'REFUND' })).status).toBe(404);
    expect((await deal('back1', { status: 'LOST' })).status).toBe(400);
  });

  it('does the work and dies, or refuses without work, as faults have it', async () => {
    merchant.simulator.faults.set({ gateway: { methods: [TRANSFER], die_after_work: true, calls: 1 } });
    await expect(merchant.transfer({ out_biz_no: 'died1' })).rejects.toThrow();
    expect((await ask('died1')).status).toBe('SUCCESS');
    merchant.simulator.faults.set({ gateway: { sub_code: 'PAYER_BALANCE_NOT_ENOUGH', calls: 1 } });
    expect((await merchant.transfer({ out_biz_no: 'poor1' })).sub_code).toBe('PAYER_BALANCE_NOT_ENOUGH');
    expect((await ask('poor1')).sub_code).toBe('ORDER_NOT_EXIST');
  });

  it.each([
    ['without a number', {}],
    ['by out_biz_no alone', { out_biz_no: 'pay1' }],
    [
      'for another product',
      { out_biz_no: 'pay1', product_code: 'STD_RED_PACKET', biz_scene: 'DIRECT_TRANSFER' },
    ],
  ])('refuses a query %s', async (_name, content) => {
    expect((await query(content)).sub_code).toBe('INVALID_PARAMETER');
  });

  it('keeps transfers over a restart', async () => {
    await merchant.transfer({ out_biz_no: 'kept1', remark: '十一月', ...to('a@dealing.test') });
    const before = (await merchant.control('GET', '/transfers/kept1')).body;
    expect(before).toMatchObject({ status: 'DEALING', trans_amount: '10.00', remark: '十一月' });
    await merchant.simulator.close();
    await merchant.start();
    await deal('kept1', { status: 'SUCCESS' });
    await merchant.simulator.close();
    await merchant.start();
    const after = (await merchant.control('GET', '/transfers/kept1')).body;
    expect(after).toMatchObject({ status: 'SUCCESS', order_id: before.order_id });
    expect((await merchant.control('GET', '/transfers/nobody')).status).toBe(404);
  });
});
