/**
 * Every error the outside world may see, in one table: HTTP status and text in both languages.
 * The key is the error's name inside the program; `code` is the stable word on the wire where it differs from it.
 */
export interface CatalogueEntry {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
}

const entries = {
  invalid_input: { status: 400, zh: '输入有误，请检查标出的字段', en: 'Some fields are not valid' },
  invalid_json: { status: 400, zh: '请求体不是合法的 JSON', en: 'The request body is not valid JSON' },
  unauthenticated: { status: 401, zh: '请先登录', en: 'Log in first' },
  user_deactivated: { status: 401, zh: '账号已停用', en: 'This account has been deactivated' },
  bad_credentials: { status: 401, zh: '用户名或密码错误', en: 'Wrong user name or password' },
  second_factor_required: {
    status: 401,
    zh: '请输入验证器应用里的六位动态码',
    en: 'Give the six digits of your authenticator app as well',
  },
  bad_code: {
    status: 401,
    zh: '动态码错误或已经用过，请等下一个',
    en: 'This code is wrong or was used before: wait for the next one',
  },
  bad_reset_code: {
    status: 401,
    zh: '用户名或重置码不对，或者重置码已经用过、过期',
    en: 'Wrong user name or reset code, or the code was used or has expired',
  },
  cross_site: {
    status: 403,
    zh: '这个请求不是从本站的页面发出的',
    en: 'This request did not come from a page of this site',
  },
  second_factor_missing: {
    status: 403,
    zh: '管理员需要两步验证：请先在设置里开启，再带动态码登录',
    en: 'Administrators need a second factor: set it up in the settings, and log in with it',
  },
  recent_login_required: {
    status: 403,
    zh: '请先重新登录：这需要在登录后十分钟内进行',
    en: 'Log in again first: this must be done within ten minutes of logging in',
  },
  forbidden: { status: 403, zh: '没有权限', en: 'You may not do this' },
  not_found: { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  session_not_found: { status: 404, zh: '没有这个会话', en: 'No such session' },
  user_not_found: { status: 404, zh: '用户不存在', en: 'No such user' },
  article_not_found: { status: 404, zh: '文章不存在', en: 'No such article' },
  /** The tutorial's client shows this very text; a tip is refused with 400, not 404. */
  tip_article_not_found: {
    status: 400,
    code: 'article_not_found',
    zh: '打赏的文章不存在！',
    en: 'The article to tip does not exist',
  },
  reward_not_found: { status: 404, zh: '打赏记录不存在', en: 'No such reward' },
  refund_not_found: { status: 404, zh: '没有这笔待批准的退款', en: 'No such refund that needs approval' },
  withdrawal_not_found: { status: 404, zh: '提现记录不存在', en: 'No such withdrawal' },
  reconciliation_not_found: { status: 404, zh: '这一天还没有对过账', en: 'That day has not been reconciled' },
  method_not_allowed: { status: 405, zh: '不支持这个方法', en: 'This method is not allowed here' },
  username_taken: { status: 409, zh: '用户名已被使用', en: 'This user name is taken' },
  second_factor_is_on: { status: 409, zh: '两步验证已经开启', en: 'The second factor is on already' },
  second_factor_is_off: { status: 409, zh: '两步验证没有开启', en: 'The second factor is not on' },
  self_tip: { status: 409, zh: '不能给自己的文章打赏', en: 'You cannot tip your own article' },
  tips_closed: { status: 409, zh: '作者没有开启这篇文章的打赏', en: 'Tips for this article are turned off' },
  insufficient_balance: { status: 409, zh: '余额不足', en: 'Your balance is too low' },
  refund_exceeds_paid: {
    status: 409,
    zh: '退款金额超过可退金额',
    en: 'The refund is more than what is left of the payment',
  },
  refund_decided: {
    status: 409,
    zh: '这笔退款已有人处理',
    en: 'Somebody has decided about this refund already',
  },
  refund_needs_another: {
    status: 409,
    zh: '需要另一位管理员批准这笔退款',
    en: 'Another administrator must approve this refund',
  },
  reward_not_paid: { status: 409, zh: '这笔打赏还没有支付', en: 'This reward has not been paid' },
  not_withdrawable_yet: {
    status: 409,
    zh: '可提现的余额不足：最近的收入还不能提现',
    en: 'Too much of your balance is too recent to be withdrawn',
  },
  withdrawal_changed: {
    status: 409,
    zh: '这笔提现已有变化，请刷新后再操作',
    en: 'This withdrawal has changed since you looked at it',
  },
  withdrawal_state: {
    status: 409,
    zh: '这笔提现目前的状态不允许这样操作',
    en: 'The state of this withdrawal does not allow this',
  },
  last_admin: {
    status: 409,
    zh: '不能停用或降级最后一位管理员',
    en: 'The last administrator cannot be deactivated or demoted',
  },
  reset_of_administrator: {
    status: 409,
    zh: '管理员的密码不能由别的管理员重置：请用 ADMIN_PASSWORD 恢复',
    en: 'An administrator’s password is not reset by another one: it comes back by ADMIN_PASSWORD',
  },
  payload_too_large: { status: 413, zh: '请求体太大', en: 'The request body is too large' },
  unsupported_media_type: {
    status: 415,
    zh: '请使用 Content-Type: application/json',
    en: 'Send Content-Type: application/json',
  },
  idempotency_key_reused: {
    status: 422,
    zh: '这个 Idempotency-Key 已用于另一个请求',
    en: 'This Idempotency-Key was used for another request',
  },
  rate_limited: { status: 429, zh: '请求太频繁，请稍后再试', en: 'Too many requests, try again later' },
  internal_error: { status: 500, zh: '服务器出错了，请稍后再试', en: 'Something went wrong on our side' },
  gateway_unknown: {
    status: 502,
    zh: '支付网关暂时没有给出明确答复，请稍后再试',
    en: 'The payment gateway gave no clear answer, try again later',
  },
  payment_unavailable: {
    status: 503,
    zh: '支付服务暂时不可用，请稍后再试',
    en: 'Payment is not available at the moment, try again later',
  },
  overloaded: { status: 503, zh: '服务器繁忙，请稍后再试', en: 'The server is busy, try again shortly' },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorName = keyof typeof entries;

export const catalogue: Readonly<Record<ErrorName, CatalogueEntry>> = entries;
