import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { RETRY_GAPS_MS } from './notifier.js';
import { messageText, verify } from './signing.js';
import { Merchant, until, type ControlAnswer } from './testing/merchant.js';

const TOTAL_MS = RETRY_GAPS_MS.reduce((sum, gap) => sum + gap, 0);

async function tradeOf(merchant: Merchant, outTradeNo: string): Promise<ControlAnswer> {
  return (await merchant.control('GET', `/trades/${outTradeNo}`)).body;
}

describe('a notification', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => {
    merchant.received.length = 0;
    merchant.answer = (response) => response.end('success');
  });

  it('carries the header, the fields and the signature of the real one', async () => {
    const content = { out_trade_no: 'full1', subject: '打赏 + 100%', passback_params: 'a%3D1', body: '正文' };
    await merchant.pay(content);
    const [{ params, headers, body } = { params: {}, headers: {}, body: '' }] =
      await merchant.receivedCount(1);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded; text/html; charset=utf-8');
    expect(headers['content-length']).toBe(Buffer.byteLength(body).toString());
    expect(Object.keys(params).sort()).toEqual(
      (
        'app_id,auth_app_id,body,buyer_id,buyer_logon_id,buyer_pay_amount,charset,fund_bill_list,gmt_create,' +
        'gmt_payment,invoice_amount,notify_id,notify_time,notify_type,out_trade_no,passback_params,point_amount,' +
        'receipt_amount,seller_id,sign,sign_type,subject,total_amount,trade_no,trade_status,version'
      ).split(','),
    );
    expect(params).toMatchObject({
      ...content,
      notify_type: 'trade_status_sync',
      total_amount: '5.00',
      receipt_amount: '5.00',
      seller_id: merchant.sellerId,
      fund_bill_list: '[{"amount":"5.00","fundChannel":"ALIPAYACCOUNT"}]',
    });
    const key = createPublicKey(readFileSync(merchant.simulator.alipayPublicKeyPath));
    expect(verify(messageText(params), params.sign ?? '', key)).toBe(true);
  });

  it('is sent once where the merchant answers success', async () => {
    await merchant.pay({ out_trade_no: 'once1' });
    await until(async () => (await tradeOf(merchant, 'once1')).notifications[0].accepted);
    const [notice] = (await tradeOf(merchant, 'once1')).notifications;
    expect(notice).toMatchObject({ next_time: null, attempts: [{ http_status: 200, answer: 'success' }] });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['fail', (response) => response.end('fail')],
    ['success with a line end', (response) => response.end('success\n')],
    ['success in capitals', (response) => response.end('SUCCESS')],
    ['success in quotes', (response) => response.end('"success"')],
    ['success with status 201', (response) => response.writeHead(201).end('success')],
    ['success with status 500', (response) => response.writeHead(500).end('success')],
    ['a redirect', (response) => response.writeHead(302, { location: '/elsewhere' }).end('success')],
    ['a broken connection', (response) => response.destroy()],
  ])('does not take %s for an acknowledgement', async (name, answer) => {
    merchant.answer = answer;
    const outTradeNo = `refuse_${name.replaceAll(/\W/g, '_')}`;
    await merchant.pay({ out_trade_no: outTradeNo });
    await until(async () => (await tradeOf(merchant, outTradeNo)).notifications[0].attempts.length > 0);
    const [notice] = (await tradeOf(merchant, outTradeNo)).notifications;
    expect(notice.accepted).toBe(false);
    expect(notice.next_time).not.toBeNull();
    expect(merchant.received).toHaveLength(1);
  });

  it('is not sent where the order has no notify_url', async () => {
    await merchant.pay({ out_trade_no: 'mute1' }, { notify_url: '' });
    expect((await tradeOf(merchant, 'mute1')).notifications).toEqual([]);
    expect((await merchant.control('POST', '/trades/mute1/notify')).status).toBe(409);
  });
});

describe('resends', () => {
  it('follow the schedule: eight in all over 24 hours 22 minutes', () => {
    expect(RETRY_GAPS_MS.map((gap) => gap / 60_000)).toEqual([4, 10, 10, 60, 120, 360, 900]);
  });

  it('come eight times at the most, with one notify_id, at the pauses divided by the speed', async () => {
    const speed = TOTAL_MS / 1500;
    const merchant = await Merchant.open({ speed });
    const times: number[] = [];
    merchant.answer = (response) => {
      times.push(performance.now());
      response.end('fail');
    };
    try {
      await merchant.pay({ out_trade_no: 'retry1' });
      await until(async () => (await tradeOf(merchant, 'retry1')).notifications[0].attempts.length === 8);
      const [notice] = (await tradeOf(merchant, 'retry1')).notifications;
      expect(notice).toMatchObject({ accepted: false, next_time: null });
      expect(new Set(merchant.received.map(({ params }) => params.notify_id)).size).toBe(1);
      RETRY_GAPS_MS.forEach((gap, i) => {
        expect((times[i + 1] ?? 0) - (times[i] ?? 0)).toBeGreaterThan(gap / speed - 5);
      });
    } finally {
      await merchant.close();
    }
  });

  it('stop as soon as one is acknowledged', async () => {
    const merchant = await Merchant.open({ speed: TOTAL_MS / 1500 });
    merchant.answer = (response) => response.end(merchant.received.length < 3 ? 'fail' : 'success');
    try {
      await merchant.pay({ out_trade_no: 'retry2' });
      await until(async () => (await tradeOf(merchant, 'retry2')).notifications[0].accepted);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(merchant.received).toHaveLength(3);
    } finally {
      await merchant.close();
    }
  });
});

describe('a trade closed unpaid', () => {
  it('is told to the merchant only where that was asked for', async () => {
    let clockAheadMs = 0;
    const merchant = await Merchant.open({ notifyOnClose: true, now: () => Date.now() + clockAheadMs });
    try {
      await merchant.openCashier({ out_trade_no: 'gone1', timeout_express: '1m' });
      clockAheadMs = 61_000;
      const [notification] = await merchant.receivedCount(1);
      expect(notification?.params).toMatchObject({ out_trade_no: 'gone1', trade_status: 'TRADE_CLOSED' });
      expect(notification?.params).not.toHaveProperty('gmt_payment');
    } finally {
      await merchant.close();
    }
  });
});
