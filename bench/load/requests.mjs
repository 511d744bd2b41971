import { createPrivateKey, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { URLSearchParams } from 'node:url';
import { promisify } from 'node:util';
import { AMOUNT_FEN, idOf, orderNumber } from '../setup/market.mjs';
import { APP_ID, SELLER_ID, tokenFor } from '../setup/secrets.mjs';

const signAsync = promisify(sign);
const AMOUNT = (AMOUNT_FEN / 100).toFixed(2);

/** Tips by all readers for articles of others, as bytes to be sent again and again. */
export function tipRequests({ port, authors, readers, jwtSecret, count = 4000 }) {
  const tokens = Array.from({ length: readers }, (_, n) => tokenFor(idOf('reader', n), jwtSecret));
  return Array.from({ length: count }, (_, n) => {
    const body = JSON.stringify({
      money: AMOUNT,
      article_id: idOf('article', 1 + (n % authors)),
      message: '写得真好！',
    });
    return request(port, '/payments/alipay', body, [
      'content-type: application/json',
      `authorization: Bearer ${tokens[n % readers]}`,
    ]);
  });
}

/** Signed notifications of payment for the orders `from`..`to` (exclusive), made with all cores. */
export async function notificationRequests({ port, alipayPrivatePem, prefix, from, to }) {
  const key = createPrivateKey(alipayPrivatePem);
  const requests = new Array(to - from);
  let next = from;
  const work = async () => {
    for (let number = next++; number < to; number = next++) {
      const body = await signedForm(paymentNotice(orderNumber(prefix, number)), key);
      requests[number - from] = request(port, '/payments/alipay/result', body, [
        'content-type: application/x-www-form-urlencoded; text/html; charset=utf-8',
      ]);
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
  return requests;
}

function request(port, path, body, headers) {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...headers,
    `content-length: ${bytes.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}

/** RSA2 over everything but sign and sign_type (Alipay, "自行实现验签"). */
async function signedForm(params, key) {
  const text = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const signature = await signAsync('RSA-SHA256', Buffer.from(text), key);
  return new URLSearchParams({ ...params, sign: signature.toString('base64'), sign_type: 'RSA2' }).toString();
}

/** What Alipay sends when an order was paid. */
function paymentNotice(outTradeNo) {
  return {
    app_id: APP_ID,
    auth_app_id: APP_ID,
    buyer_id: '2088102122524333',
    buyer_logon_id: 'rea***@example.com',
    buyer_pay_amount: AMOUNT,
    charset: 'utf-8',
    fund_bill_list: `[{"amount":"${AMOUNT}","fundChannel":"ALIPAYACCOUNT"}]`,
    gmt_create: '2026-01-01 10:00:00',
    gmt_payment: '2026-01-01 10:00:09',
    invoice_amount: AMOUNT,
    notify_id: `20260101002221000090249${outTradeNo.slice(-11)}`,
    notify_time: '2026-01-01 10:00:10',
    notify_type: 'trade_status_sync',
    out_trade_no: outTradeNo,
    point_amount: '0.00',
    receipt_amount: AMOUNT,
    seller_id: SELLER_ID,
    subject: '打赏《好文章》',
    total_amount: AMOUNT,
    trade_no: `2026010122001${outTradeNo.slice(-15)}`,
    trade_status: 'TRADE_SUCCESS',
    version: '1.0',
  };
}
