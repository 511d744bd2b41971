import { plainError, type GatewayError } from '../errors.js';
import type { Failure, Payee, TransferStatus } from './transfer.js';

const REASONS: Record<string, string> = {
  EXCEED_LIMIT_DM_MAX_AMOUNT: '超出单日转账限额',
  EXCEED_LIMIT_PERSONAL_SM_AMOUNT: '超出转账给个人支付宝账户的单笔限额',
  EXCEED_LIMIT_SM_MIN_AMOUNT: '单笔最低转账金额 0.1 元',
  PAYEE_ACC_OCUPIED: '收款方登录号有多个支付宝账号，无法确认唯一收款账号',
  PAYEE_NOT_EXIST: '收款用户不存在或姓名有误',
  PAYEE_USERINFO_STATUS_ERROR: '收款方用户状态不正常',
  PAYER_BALANCE_NOT_ENOUGH: '付款方余额不足',
  PAYMENT_INFO_INCONSISTENCY: '两次请求商户单号一样，但是参数不一致',
};

/** A refusal by the payout system, with the words Alipay has for it. */
export function transferError(code: string): GatewayError {
  return plainError(code, REASONS[code] ?? '模拟的拒绝');
}

export function failure(code: string): Failure {
  return { errorCode: code, failReason: REASONS[code] ?? '模拟的失败' };
}

/** What the payee makes of a transfer that is otherwise in order. */
export interface Outcome {
  status: TransferStatus;
  failure: Failure | null;
  comesBack: boolean;
}

const PATTERNS: Record<Payee['identityType'], RegExp> = {
  ALIPAY_LOGON_ID: /^(?:1\d{10}|[^\s@]+@[^\s@]+\.[^\s@]+)$/,
  ALIPAY_USER_ID: /^2088\d{12}$/,
  ALIPAY_OPEN_ID: /^[\w-]+$/,
};

/** Mail addresses that decide how a transfer to them goes; the part before the `@` may name an error. */
const MAGIC: Record<string, (name: string) => Outcome> = {
  'refused.test': (name) => {
    throw transferError(name.toUpperCase());
  },
  'fail.test': (name) => ({ status: 'FAIL', failure: failure(name.toUpperCase()), comesBack: false }),
  'dealing.test': () => ({ status: 'DEALING', failure: null, comesBack: false }),
  'refund.test': () => ({ status: 'SUCCESS', failure: null, comesBack: true }),
};

/** How a transfer to this payee goes; throws where Alipay refuses it. */
export function outcomeFor(payee: Payee): Outcome {
  if (!PATTERNS[payee.identityType].test(payee.identity)) throw transferError('PAYEE_NOT_EXIST');
  const at = payee.identity.lastIndexOf('@');
  const magic = at < 0 ? undefined : MAGIC[payee.identity.slice(at + 1)];
  return magic?.(payee.identity.slice(0, at)) ?? { status: 'SUCCESS', failure: null, comesBack: false };
}
