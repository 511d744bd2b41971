import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { beijingTime } from '../beijing-time.js';
import { ControlError } from '../control-error.js';
import type { Desk } from '../desk.js';
import { formatYuan } from '../money.js';
import { failure } from './payees.js';
import type { Transfer } from './transfer.js';

const RECENT = 100;

const dealBody = v.strictObject({
  status: v.picklist(['SUCCESS', 'FAIL', 'REFUND']),
  error_code: v.optional(v.pipe(v.string(), v.minLength(1))),
  fail_reason: v.optional(v.pipe(v.string(), v.minLength(1))),
});

interface TransferRoute {
  Params: { out_biz_no: string };
}

function transferView(transfer: Transfer): Record<string, unknown> {
  return {
    out_biz_no: transfer.outBizNo,
    order_id: transfer.orderId,
    pay_fund_order_id: transfer.payFundOrderId,
    status: transfer.status,
    trans_amount: formatYuan(transfer.amountFen),
    order_title: transfer.orderTitle,
    remark: transfer.remark,
    payee_info: { identity: transfer.identity, identity_type: transfer.identityType, name: transfer.name },
    error_code: transfer.failure?.errorCode ?? null,
    fail_reason: transfer.failure?.failReason ?? null,
    created_time: beijingTime(transfer.createdAt),
    paid_time: transfer.paidAt === null ? null : beijingTime(transfer.paidAt),
  };
}

function deal(transfer: Transfer, body: unknown, desk: Desk): unknown {
  const { status, error_code: code, fail_reason: reason } = v.parse(dealBody, body ?? {});
  const cause = failure(code ?? 'PAYEE_USERINFO_STATUS_ERROR');
  if (reason !== undefined) cause.failReason = reason;
  if (!desk.transfers.deal(transfer, status, cause)) {
    throw new ControlError(409, `${transfer.status} 的转账不能变成 ${status}`);
  }
  return transferView(transfer);
}

/** `/simulator/transfers`: look at payouts, and end those that are under way. */
export function registerTransfers(app: FastifyInstance, desk: Desk): void {
  const find = (outBizNo: string): Transfer => {
    const transfer = desk.transfers.findByOutBizNo(outBizNo);
    if (!transfer) throw new ControlError(404, '没有这笔转账');
    return transfer;
  };
  app.get('/simulator/transfers', () => ({ items: desk.transfers.recent(RECENT).map(transferView) }));
  app.get<TransferRoute>('/simulator/transfers/:out_biz_no', (request) =>
    transferView(find(request.params.out_biz_no)),
  );
  app.post<TransferRoute>('/simulator/transfers/:out_biz_no/deal', (request) =>
    deal(find(request.params.out_biz_no), request.body, desk),
  );
}
