import { Inject, Injectable } from '@nestjs/common';
import { type AlipayConfig, CONFIG, type Config } from '../../config/config.js';
import { formatYuan } from '../../money/fen.js';
import type {
  Answer,
  CloseAnswer,
  PaymentProvider,
  PayOrder,
  Reading,
  RefundAnswer,
  RefundOrder,
  RefundState,
} from '../provider/payment-provider.js';
import { AlipayClient } from './alipay-client.js';
import { pagePayUrl } from './page-pay.js';
import { readNotification, readReturn } from './read-message.js';
import { readCloseReply, readQueryReply, readRefundReply, readRefundQueryReply } from './read-reply.js';

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

  async close(outTradeNo: string): Promise<CloseAnswer> {
    return readCloseReply(await this.client.call('alipay.trade.close', { out_trade_no: outTradeNo }));
  }

  async refund({ outTradeNo, refundNo, amountFen, reason }: RefundOrder): Promise<RefundAnswer> {
    const reply = await this.client.call('alipay.trade.refund', {
      out_trade_no: outTradeNo,
      out_request_no: refundNo,
      refund_amount: formatYuan(amountFen),
      refund_reason: reason,
    });
    return readRefundReply(reply);
  }

  async queryRefund(outTradeNo: string, refundNo: string): Promise<RefundState> {
    const reply = await this.client.call('alipay.trade.fastpay.refund.query', {
      out_trade_no: outTradeNo,
      out_request_no: refundNo,
    });
    return readRefundQueryReply(reply, refundNo);
  }
}
