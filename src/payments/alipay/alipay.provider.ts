import { Inject, Injectable } from '@nestjs/common';
import { type AlipayConfig, CONFIG, type Config } from '../../config/config.js';
import { parseYuan } from '../../money/fen.js';
import type { Answer, PaymentProvider, PayOrder, Reading, TradeState } from '../provider/payment-provider.js';
import { AlipayClient, type Reply } from './alipay-client.js';
import { pagePayUrl } from './page-pay.js';
import { readNotification, readReturn } from './read-message.js';
import { canonicalText, digestOf } from './signing.js';

/** Alipay behind the port. */
@Injectable()
export class AlipayProvider implements PaymentProvider {
  private readonly config: AlipayConfig;
  private readonly client: AlipayClient;

  constructor(@Inject(CONFIG) config: Config) {
    this.config = config.alipay;
    this.client = new AlipayClient(config.alipay);
  }

  payUrl(order: PayOrder): Promise<string> {
    return pagePayUrl(this.config, order, new Date());
  }

  readNotification(body: Buffer): Reading {
    return readNotification(body, this.config);
  }

  readReturn(query: string): Reading {
    return readReturn(query, this.config);
  }

  async query(outTradeNo: string): Promise<Answer> {
    const reply = await this.client.call('alipay.trade.query', { out_trade_no: outTradeNo });
    return reply ? readQueryReply(reply, outTradeNo) : { kind: 'unknown' };
  }
}

/** A reply of `alipay.trade.query` (统一收单交易查询). Anything that is not plainly an answer is `unknown`. */
function readQueryReply({ code, subCode, fields }: Reply, outTradeNo: string): Answer {
  if (code !== '10000') {
    return { kind: subCode === 'ACQ.TRADE_NOT_EXIST' ? 'unknown_order' : 'unknown' };
  }
  const amountFen = parseYuan(fields.total_amount ?? '');
  const state = queriedState(fields);
  const tradeNo = fields.trade_no ?? '';
  if (fields.out_trade_no !== outTradeNo || amountFen === undefined || !state || tradeNo === '') {
    return { kind: 'unknown' };
  }
  return {
    kind: 'known',
    message: {
      outTradeNo,
      tradeNo,
      amountFen,
      state,
      refundedFen: 0n,
      refundRequestNo: undefined,
      stranger: undefined,
    },
    raw: { params: fields, digest: digestOf(canonicalText(fields, [])) },
  };
}

function queriedState(fields: Readonly<Record<string, string>>): TradeState | undefined {
  switch (fields.trade_status) {
    case 'WAIT_BUYER_PAY':
      return 'waiting';
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      // A paid and fully refunded trade carries the time of its payment.
      return fields.send_pay_date ? 'paid' : 'closed';
    default:
      return undefined;
  }
}
