import { AppError } from '../errors/app-error.js';

/** No article that this reader may see is there to be tipped. */
export class TipArticleNotFound extends AppError {
  constructor() {
    super('tip_article_not_found');
  }
}

/** Nobody tips their own article. */
export class SelfTip extends AppError {
  constructor() {
    super('self_tip');
  }
}

/** The author does not take tips for this article. */
export class TipsClosed extends AppError {
  constructor() {
    super('tips_closed');
  }
}

/** The same Idempotency-Key came with another request before. */
export class IdempotencyKeyReused extends AppError {
  constructor() {
    super('idempotency_key_reused');
  }
}

/** The order stands, and no pay address could be made for it. */
export class PaymentUnavailable extends AppError {
  constructor(cause: unknown) {
    super('payment_unavailable', { cause, retryAfterSeconds: 5 });
  }
}

/** No reward that the asker may see. */
export class RewardNotFound extends AppError {
  constructor() {
    super('reward_not_found');
  }
}

/** No refund that waits, or waited, for a second administrator. */
export class RefundNotFound extends AppError {
  constructor() {
    super('refund_not_found');
  }
}

/** Somebody has approved or declined it already. */
export class RefundDecided extends AppError {
  constructor() {
    super('refund_decided');
  }
}

/** Whoever asked for a refund cannot approve it as well. */
export class RefundNeedsAnother extends AppError {
  constructor() {
    super('refund_needs_another');
  }
}

/** Only what was paid can be given back. */
export class RewardNotPaid extends AppError {
  constructor() {
    super('reward_not_paid');
  }
}

/** More than is left of the payment, refunds under way taken off. */
export class RefundExceedsPaid extends AppError {
  constructor() {
    super('refund_exceeds_paid');
  }
}

/** The provider gave no clear answer; nothing was changed. */
export class GatewayUnknown extends AppError {
  constructor() {
    super('gateway_unknown', { retryAfterSeconds: 10 });
  }
}
