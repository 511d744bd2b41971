import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { BillAnswer, BillProvider } from '../../reconciliation/provider/bill-provider.js';
import { AlipayClient, type Reply } from './alipay-client.js';
import { billAddress, download } from './bill-download.js';

/** An address dies after 30 seconds, and a download may be cut off: a fresh one is asked for once more. */
const ATTEMPTS = 2;

/** Daily trade bills (`alipay.data.dataservice.bill.downloadurl.query`, 查询对账单下载地址). */
@Injectable()
export class AlipayBills implements BillProvider {
  private readonly logger = new Logger('Alipay');
  private readonly gateway: string;
  private readonly client: AlipayClient;

  constructor(@Inject(CONFIG) { alipay }: Config) {
    this.gateway = alipay.gateway;
    this.client = new AlipayClient(alipay);
  }

  async downloadBill(day: string): Promise<BillAnswer> {
    let answer: BillAnswer = { kind: 'unknown' };
    for (let attempt = 1; attempt <= ATTEMPTS && answer.kind === 'unknown'; attempt++) {
      const bizContent = { bill_type: 'trade', bill_date: day };
      const reply = await this.client.call('alipay.data.dataservice.bill.downloadurl.query', bizContent);
      answer = reply ? await this.follow(reply) : answer;
    }
    return answer;
  }

  /** Older documents write `isp.bill_not_exist`, newer ones `BILL_NOT_EXIST`. */
  private async follow({ code, subCode, fields }: Reply): Promise<BillAnswer> {
    if (/(^|\.)NO_BILL_DATA$/i.test(subCode)) return { kind: 'none' };
    if (/(^|\.)BILL_NOT_EXIST$/i.test(subCode)) return { kind: 'not_ready' };
    if (code !== '10000') return { kind: 'unknown' };
    const url = billAddress(fields.bill_download_url ?? '', this.gateway);
    if (!url) {
      this.logger.warn('a bill is offered at an address that is not of Alipay, and was not fetched');
      return { kind: 'unknown' };
    }
    try {
      return { kind: 'bill', zip: await download(url) };
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 500) : 'no reason given';
      this.logger.warn({ host: url.host, reason }, 'a bill could not be downloaded');
      return { kind: 'unknown' };
    }
  }
}
