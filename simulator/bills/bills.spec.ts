import { parse } from 'csv-parse/sync';
import { beijingTime, parseBeijingTime } from '../beijing-time.js';
import { Merchant, type ControlAnswer } from '../testing/merchant.js';
import { unzipGbk } from '../testing/unzip.js';

const URL_QUERY = 'alipay.data.dataservice.bill.downloadurl.query';
const REFUND = 'alipay.trade.refund';
const DAY = '2026-11-21';

type Reply = Record<string, string>;

function at(time: string): number {
  return parseBeijingTime(`${DAY} ${time}`) ?? 0;
}

describe('bills', () => {
  let merchant: Merchant;
  let now = at('23:50:00');
  beforeAll(async () => {
    merchant = await Merchant.open({ now: () => now });
    const pay = (outTradeNo: string, amount: string, subject: string): Promise<string> =>
      merchant.pay(
        { out_trade_no: outTradeNo, total_amount: amount, subject },
        { timestamp: beijingTime(now) },
      );
    await pay('bill1', '100.00', '打赏：逗号,与"引号"');
    now += 1000;
    await pay('bill2', '0.50', '😀');
    now += 1000;
    await refund('bill1', '30.00', 'r1');
    await merchant.openCashier(
      { out_trade_no: 'unpaid1', total_amount: '9.00' },
      { timestamp: beijingTime(now) },
    );
    now = at('23:59:59');
    await merchant.openCashier({ out_trade_no: 'midnight1' }, { timestamp: beijingTime(now) });
    now += 1000;
    await merchant.control('POST', '/trades/midnight1/pay');
    now += 1000;
    await refund('bill1', '70.00', 'r2');
    now = at('23:59:59') + 9 * 3_600_000 + 1000;
  });
  afterAll(() => merchant.close());
  afterEach(async () => {
    merchant.simulator.faults.reset();
    await merchant.control('DELETE', `/bills/${DAY}/differences`);
  });

  const call = (method: string, content: object): Promise<Reply> =>
    merchant.call(method, content, { timestamp: beijingTime(now) });
  const refund = (outTradeNo: string, amount: string, outRequestNo: string): Promise<Reply> =>
    call(REFUND, { out_trade_no: outTradeNo, refund_amount: amount, out_request_no: outRequestNo });
  const ask = (day: string, type = 'trade'): Promise<Reply> =>
    call(URL_QUERY, { bill_type: type, bill_date: day });
  const download = async (day = DAY): Promise<Buffer> => {
    const response = await fetch((await ask(day)).bill_download_url ?? '');
    expect(response.headers.get('content-type')).toBe('application/zip');
    return Buffer.from(await response.arrayBuffer());
  };
  const texts = async (day = DAY): Promise<string[]> => [...(await unzipGbk(await download(day))).values()];
  /** Rows of the detail, as a careful reader sees them. */
  const detail = async (day = DAY): Promise<Record<string, string>[]> => {
    const [text = ''] = await texts(day);
    const rows: Record<string, string>[] = parse(text, {
      columns: true,
      comment: '#',
      comment_no_infix: true,
      trim: true,
    });
    return rows;
  };
  const view = async (): Promise<ControlAnswer> => (await merchant.control('GET', `/bills/${DAY}`)).body;
  const plant = (differences: object[]): Promise<{ status: number; body: ControlAnswer }> =>
    merchant.control('PUT', `/bills/${DAY}/differences`, differences);

  it('are a zip of two GBK files whose names are GBK and do not say so', async () => {
    const bytes = await download();
    const flags = bytes.readUInt16LE(6);
    expect(flags).toBe(0);
    expect([...(await unzipGbk(bytes)).keys()]).toEqual([
      '20880000000000010156_20261121_业务明细.csv',
      '20880000000000010156_20261121_业务明细(汇总).csv',
    ]);
  });

  it('have comment lines around the table, ids that end in a TAB, and totals', async () => {
    const [text = ''] = await texts();
    const lines = text.split('\r\n');
    expect(lines.slice(0, 3)).toEqual([
      '#支付宝业务明细查询',
      '#账号：[20880000000000010156]',
      '#起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]',
    ]);
    expect(lines[3]).toMatch(/^#-+业务明细列表-+$/);
    expect(lines[4]).toMatch(/^支付宝交易号,商户订单号,业务类型,.*,服务费（元）,分润（元）,备注$/);
    expect(lines[5]).toMatch(/^\d{28}\t,bill1\t,交易\t,"打赏：逗号,与""引号""",2026-11-21 23:50:00,/);
    expect(lines.slice(-5)).toEqual([
      `#${'-'.repeat(41)}业务明细列表结束${'-'.repeat(36)}`,
      '#交易合计：2笔，商家实收共100.50元，商家优惠共0.00元',
      '#退款合计：1笔，商家实收退款共-30.00元，商家优惠退款共0.00元',
      '#导出时间：[2026年11月22日 09:00:00]',
      '',
    ]);
  });

  it('list payments and refunds of that day in Beijing, with fees taken and given back', async () => {
    const rows = await detail();
    const short = rows.map((row) => [
      row.商户订单号,
      row.业务类型,
      row['订单金额（元）'],
      row['商家实收（元）'],
      row['退款批次号/请求号'],
      row['服务费（元）'],
    ]);
    expect(short).toEqual([
      ['bill1', '交易', '100.00', '100.00', '', '-0.60'],
      ['bill2', '交易', '0.50', '0.50', '', '0.00'],
      ['bill1', '退款', '-30.00', '-30.00', 'r1', '0.18'],
    ]);
    expect(rows[0]).toMatchObject({ 商品名称: '打赏：逗号,与"引号"', 完成时间: '2026-11-21 23:50:00' });
    expect(Object.keys(rows[0] ?? {})).toHaveLength(25);
    expect(rows[1]?.商品名称).toMatch(/^\?+$/);
  });

  it('sum up in the second file', async () => {
    const [, text = ''] = await texts();
    const [row] = parse<Record<string, string>>(text, { columns: true, comment: '#' });
    expect(row).toMatchObject({
      门店编号: '合计',
      交易订单总笔数: '2',
      退款订单总笔数: '1',
      '订单金额（元）': '70.50',
      '服务费（元）': '-0.42',
      '实收净额（元）': '70.08',
    });
  });

  it('put a payment into the day it was paid, however late it was opened', async () => {
    now += 86_400_000;
    const rows = await detail('2026-11-22');
    now -= 86_400_000;
    expect(rows.map((row) => [row.商户订单号, row.业务类型, row.完成时间, row['服务费（元）']])).toEqual([
      ['midnight1', '交易', '2026-11-22 00:00:00', '-0.03'],
      ['bill1', '退款', '2026-11-22 00:00:01', '0.42'],
    ]);
  });

  it('are not there before nine on the next day, nor for a day without payments', async () => {
    now -= 1000;
    expect(await ask(DAY)).toMatchObject({ code: '40004', sub_code: 'BILL_NOT_EXIST' });
    now += 1000;
    expect((await ask('2026-11-22')).sub_code).toBe('BILL_NOT_EXIST');
    expect((await ask('2030-01-01')).sub_code).toBe('BILL_NOT_EXIST');
    expect((await ask('2026-11-01')).sub_code).toBe('NO_BILL_DATA');
  });

  it.each([
    ['2026-11', 'trade'],
    ['2026-02-30', 'trade'],
    ['20261121', 'trade'],
    ['', 'trade'],
    [DAY, 'signcustomer'],
    [DAY, ''],
  ])('refuse date %j of type %j', async (day, type) => {
    expect((await ask(day, type)).sub_code).toBe('INVALID_PARAMETER');
  });

  it('can be downloaded for 30 seconds, by who knows the address', async () => {
    const { bill_download_url: address = '' } = await ask(DAY);
    expect(address).toMatch(/\/downloadBillFile\.resource\?bizType=trade&.*&token=[\w-]{43}$/);
    now += 29_999;
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address.replace(/.$/, '~'))).status).toBe(403);
    expect((await fetch(address.replace(/&token=.*/, ''))).status).toBe(403);
    now += 1;
    expect((await fetch(address)).status).toBe(403);
    now -= 30_000;
  });

  it('break in the middle, or are something else, as faults have it', async () => {
    const address = async (): Promise<string> => (await ask(DAY)).bill_download_url ?? '';
    const set = (fault: object): void => {
      merchant.simulator.faults.set({ gateway: { methods: ['bill.download'], calls: 1, ...fault } });
    };
    set({ die_after_work: true });
    await expect(fetch(await address()).then((response) => response.arrayBuffer())).rejects.toThrow();
    set({ down: true });
    await expect(fetch(await address())).rejects.toThrow();
    set({ nonsense: true });
    expect(await (await fetch(await address())).text()).toContain('<html>');
    set({ status: 503 });
    expect((await fetch(await address())).status).toBe(503);
    expect((await download()).subarray(0, 2).toString()).toBe('PK');
  });

  it('leave out refunds that are not done', async () => {
    merchant.simulator.faults.set({ gateway: { methods: [REFUND], pending: true, calls: 1 } });
    now -= 9 * 3_600_000 + 2000;
    await refund('bill2', '0.10', 'pending');
    now += 9 * 3_600_000 + 2000;
    expect(await detail()).toHaveLength(3);
    await merchant.control('POST', '/trades/bill2/refunds/pending/deal', { status: 'FAIL' });
  });

  describe('with planted differences', () => {
    it('lack a row, have another amount, fee or state, or one row more', async () => {
      await plant([
        { kind: 'missing', out_trade_no: 'bill1', out_request_no: 'r1' },
        { kind: 'amount', out_trade_no: 'bill1', amount: '99.99' },
        { kind: 'fee', out_trade_no: 'bill1', fee: '-0.61' },
        { kind: 'state', out_trade_no: 'bill2' },
        { kind: 'extra', out_trade_no: 'ghost1', trade_no: '2026112122001400000000000009', amount: '7.00' },
        { kind: 'extra', out_trade_no: 'bill2', out_request_no: 'x', amount: '0.20', time: '23:59:59' },
      ]);
      const rows = await detail();
      const short = rows.map((row) =>
        ['商户订单号', '业务类型', '订单金额（元）', '退款批次号/请求号', '服务费（元）'].map(
          (name) => row[name],
        ),
      );
      expect(short).toEqual([
        ['bill1', '交易', '99.99', '', '-0.61'],
        ['bill2', '退款', '-0.50', '', '0.00'],
        ['ghost1', '交易', '7.00', '', '0.00'],
        ['bill2', '退款', '-0.20', 'x', '0.00'],
      ]);
      expect(rows[2]?.支付宝交易号).toBe('2026112122001400000000000009');
    });

    it('change a refund’s amount, and nothing where no row is named', async () => {
      await plant([
        { kind: 'amount', out_trade_no: 'bill1', out_request_no: 'r1', amount: '31.00' },
        { kind: 'missing', out_trade_no: 'nobody' },
      ]);
      const { rows } = await view();
      expect(rows.map((row: { amount: string }) => row.amount)).toEqual(['100.00', '0.50', '-31.00']);
    });

    it('keep them over a restart until they are taken away', async () => {
      await plant([{ kind: 'missing', out_trade_no: 'bill1' }]);
      await merchant.simulator.close();
      await merchant.start({ now: () => now });
      expect((await view()).rows).toHaveLength(2);
      expect((await merchant.control('GET', `/bills/${DAY}/differences`)).body.items).toHaveLength(1);
      await merchant.control('DELETE', `/bills/${DAY}/differences`);
      expect(await view()).toMatchObject({ ready: true, rows: { length: 3 } });
    });

    it.each([
      [[{ kind: 'missing' }]],
      [[{ kind: 'amount', out_trade_no: 'bill1', amount: '0.001' }]],
      [[{ kind: 'fee', out_trade_no: 'bill1', fee: '1' }]],
      [[{ kind: 'stolen', out_trade_no: 'bill1' }]],
      [[{ kind: 'extra', out_trade_no: 'bill1', amount: '1.00', time: '25' }]],
    ])('refuse %j', async (differences) => {
      expect((await plant(differences)).status).toBe(400);
    });
  });

  it('refuse a date that is none in the control API, and give any day’s zip there', async () => {
    expect((await merchant.control('GET', '/bills/today')).status).toBe(400);
    expect((await merchant.control('PUT', '/bills/2026-02-30/differences', [])).status).toBe(400);
    const response = await fetch(`${merchant.simulator.url}/simulator/bills/2026-11-01/zip`);
    const files = await unzipGbk(Buffer.from(await response.arrayBuffer()));
    expect([...files.values()][0]).toContain('#交易合计：0笔，商家实收共0.00元');
  });

  it('are there at once, with another fee, where the options say so', async () => {
    await merchant.simulator.close();
    now = at('23:00:00');
    await merchant.start({ now: () => now, billsAtOnce: true, feePercent: '1' });
    const rows = await detail();
    expect(rows[0]).toMatchObject({ 商户订单号: 'bill1', '服务费（元）': '-1.00' });
    expect((await ask('2026-11-22')).sub_code).toBe('BILL_NOT_EXIST');
  });
});
