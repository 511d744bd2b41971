import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { formatYuan } from '../../money/fen.js';
import type {
  PayoutAnswer,
  PayoutOrder,
  PayoutProvider,
  PayoutState,
} from '../../payouts/provider/payout-provider.js';
import { AlipayClient } from './alipay-client.js';
import { readTransferQueryReply, readTransferReply } from './read-transfer-reply.js';

/** 单笔无密转账到支付宝账户; a query by out_biz_no has to name them, too. */
const PRODUCT = { product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' } as const;

/** Alipay's transfers behind the port (Alipay, 转账到支付宝账户). It makes them in certificate mode only. */
@Injectable()
export class AlipayPayouts implements PayoutProvider {
  readonly available: boolean;
  readonly timeoutMs: number;
  private readonly client: AlipayClient;

  constructor(@Inject(CONFIG) { alipay }: Config) {
    this.client = new AlipayClient(alipay);
    this.available = alipay.certificates !== undefined;
    this.timeoutMs = alipay.requestTimeoutMs;
  }

  async send({ payoutNo, amountFen, account, name, title }: PayoutOrder): Promise<PayoutAnswer> {
    const reply = await this.client.call('alipay.fund.trans.uni.transfer', {
      out_biz_no: payoutNo,
      trans_amount: formatYuan(amountFen),
      ...PRODUCT,
      order_title: title,
      payee_info: { identity: account, identity_type: 'ALIPAY_LOGON_ID', name },
    });
    return readTransferReply(reply, payoutNo);
  }

  async query(payoutNo: string): Promise<PayoutState> {
    const reply = await this.client.call('alipay.fund.trans.common.query', {
      out_biz_no: payoutNo,
      ...PRODUCT,
    });
    return readTransferQueryReply(reply, payoutNo);
  }
}
