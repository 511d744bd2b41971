import type { PayoutAnswer, PayoutState } from '../../payouts/provider/payout-provider.js';
import type { Reply } from './alipay-client.js';

/** The payer's account holds too little: topped up, it may go. */
const SHORT_OF_FUNDS = ['PAYER_BALANCE_NOT_ENOUGH', 'BALANCE_IS_NOT_ENOUGH'];

/** Refusals that say nothing about the payout itself: an earlier one with this number is there or under way. */
const ABOUT_AN_EARLIER_ONE = ['PAYMENT_INFO_INCONSISTENCY', 'REQUEST_PROCESSING', 'ORDER_STATUS_INVALID'];

/**
 * A reply of `alipay.fund.trans.uni.transfer` (单笔转账): paid only where it says SUCCESS; FAIL and a business refusal
 * (40004) are definite; DEALING and everything else has to be asked about.
 */
export function readTransferReply(reply: Reply | undefined, payoutNo: string): PayoutAnswer {
  if (reply?.code === '10000') {
    const state = readState(reply, payoutNo);
    return state.kind === 'returned' ? { ...state, kind: 'refused' } : state;
  }
  if (reply?.code !== '40004' || ABOUT_AN_EARLIER_ONE.includes(reply.subCode)) return { kind: 'unknown' };
  const reason = reply.fields.sub_msg ?? reply.subCode;
  return { kind: SHORT_OF_FUNDS.includes(reply.subCode) ? 'not_now' : 'refused', reason };
}

/** A reply of `alipay.fund.trans.common.query` (转账业务单据查询). */
export function readTransferQueryReply(reply: Reply | undefined, payoutNo: string): PayoutState {
  if (reply?.code === '10000') return readState(reply, payoutNo);
  return { kind: reply?.code === '40004' && reply.subCode === 'ORDER_NOT_EXIST' ? 'not_there' : 'unknown' };
}

type KnownState = Exclude<PayoutState, { kind: 'not_there' }>;

/** 单据状态: SUCCESS, FAIL, REFUND (paid, and come back); DEALING and others are under way. */
function readState({ fields }: Reply, payoutNo: string): KnownState {
  if (fields.out_biz_no !== payoutNo) return { kind: 'unknown' };
  const reason = fields.fail_reason || fields.error_code || fields.status || '';
  switch (fields.status) {
    case 'SUCCESS':
      return { kind: 'paid', reference: fields.order_id ?? '' };
    case 'FAIL':
      return { kind: 'refused', reason };
    case 'REFUND':
      return { kind: 'returned', reason };
    default:
      return { kind: 'unknown' };
  }
}
