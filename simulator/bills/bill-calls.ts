import { parseBeijingDay } from '../beijing-time.js';
import type { Call } from '../call.js';
import { plainError } from '../errors.js';

/** Where a bill's address leads; its query carries the token. */
export const BILL_DOWNLOAD_PATH = '/downloadBillFile.resource';

/** alipay.data.dataservice.bill.downloadurl.query: the address of a day's bill, good for 30 seconds. */
export function queryBillUrl({ content, desk }: Call): Record<string, string> {
  if (content.required('bill_type', 32) !== 'trade') {
    throw content.refuse('bill_type：模拟器只有 trade');
  }
  const day = content.required('bill_date', 10);
  if (parseBeijingDay(day) === undefined) {
    throw content.refuse('bill_date 的格式是 yyyy-MM-dd；模拟器没有月账单');
  }
  const { bills } = desk;
  if (!bills.isReady(day)) throw plainError('BILL_NOT_EXIST', '账单不存在：次日 9 点以后才能下载');
  if (bills.rows(day).length === 0) throw plainError('NO_BILL_DATA', '当日没有账单数据');
  const query = new URLSearchParams({
    bizType: 'trade',
    userId: bills.account,
    fileType: 'csv.zip',
    bizDates: day.replaceAll('-', ''),
    downloadFileName: bills.fileName(day),
    timestamp: Math.floor(desk.now() / 1000).toString(),
    token: bills.issueToken(day),
  });
  return { bill_download_url: `${desk.url()}${BILL_DOWNLOAD_PATH}?${query.toString()}` };
}
