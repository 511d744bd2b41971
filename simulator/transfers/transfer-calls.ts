import { beijingTime } from '../beijing-time.js';
import type { BizContent } from '../biz-content.js';
import type { Call } from '../call.js';
import { plainError } from '../errors.js';
import { formatYuan, parseYuan } from '../money.js';
import { transferError } from './payees.js';
import { IDENTITY_TYPES, type Payee, type Transfer, type TransferOrder } from './transfer.js';

const PRODUCT_CODE = 'TRANS_ACCOUNT_NO_PWD';
const BIZ_SCENE = 'DIRECT_TRANSFER';
const LEAST_FEN = 10n;

function checkProduct(content: BizContent): void {
  if (content.required('product_code', 64) !== PRODUCT_CODE) {
    throw content.refuse(`product_code 应当是 ${PRODUCT_CODE}`);
  }
  if (content.required('biz_scene', 64) !== BIZ_SCENE) throw content.refuse(`biz_scene 应当是 ${BIZ_SCENE}`);
}

function readAmount(content: BizContent): bigint {
  const fen = parseYuan(content.required('trans_amount', 20));
  if (fen === undefined) throw content.refuse('trans_amount 应当是十进制金额，最多两位小数');
  if (fen < LEAST_FEN) throw transferError('EXCEED_LIMIT_SM_MIN_AMOUNT');
  return fen;
}

function readPayee(content: BizContent): Payee {
  const info = content.object('payee_info');
  const given = info.required('identity_type', 64);
  const identityType = IDENTITY_TYPES.find((type) => type === given);
  if (!identityType) throw content.refuse(`identity_type 应当是 ${IDENTITY_TYPES.join('、')} 之一`);
  const name = info.optional('name', 128);
  if (identityType === 'ALIPAY_LOGON_ID' && name === null) {
    throw content.refuse('identity_type 为 ALIPAY_LOGON_ID 时 name 必填');
  }
  return { identity: info.required('identity', 128), identityType, name };
}

function readOrder(content: BizContent): TransferOrder {
  checkProduct(content);
  return {
    outBizNo: content.required('out_biz_no', 64),
    amountFen: readAmount(content),
    orderTitle: content.required('order_title', 128),
    remark: content.optional('remark', 200),
    ...readPayee(content),
  };
}

/** alipay.fund.trans.uni.transfer: idempotent by out_biz_no. */
export function transfer({ content, desk, pending }: Call): Record<string, string> {
  const made = desk.transfers.transfer(readOrder(content), pending);
  return {
    out_biz_no: made.outBizNo,
    order_id: made.orderId,
    pay_fund_order_id: made.payFundOrderId,
    status: made.status,
    ...(made.paidAt === null ? {} : { trans_date: beijingTime(made.paidAt) }),
  };
}

function named({ content, desk }: Call): Transfer | undefined {
  const orderId = content.optional('order_id', 64);
  if (orderId !== null) return desk.transfers.findByOrderId(orderId);
  const outBizNo = content.optional('out_biz_no', 64);
  if (outBizNo === null) throw content.refuse('out_biz_no 与 order_id 不能同时为空');
  checkProduct(content);
  return desk.transfers.findByOutBizNo(outBizNo);
}

/** alipay.fund.trans.common.query: by order_id, or by out_biz_no together with product_code and biz_scene. */
export function queryTransfer(call: Call): Record<string, string> {
  const found = named(call);
  if (!found) throw plainError('ORDER_NOT_EXIST', '转账订单不存在');
  const asked = call.desk.transfers.asked(found);
  return {
    out_biz_no: asked.outBizNo,
    order_id: asked.orderId,
    pay_fund_order_id: asked.payFundOrderId,
    trans_amount: formatYuan(asked.amountFen),
    order_fee: '0.00',
    status: asked.status,
    ...(asked.paidAt === null ? {} : { pay_date: beijingTime(asked.paidAt) }),
    ...(asked.failure ? { error_code: asked.failure.errorCode, fail_reason: asked.failure.failReason } : {}),
  };
}
