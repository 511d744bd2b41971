import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InvalidInput } from '../errors/app-error.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { parseMoneyInput } from '../money/money.dto.js';
import { requireIdempotencyKeyShape } from './idempotency.js';
import { type CreateTipRequest, TYPE_BALANCE } from './payments.dto.js';
import { PaymentsService, type TipRequest } from './payments.service.js';

/** `POST /payments/alipay` between HTTP and the service. */
@Injectable()
export class TipAnswers {
  constructor(
    private readonly payments: PaymentsService,
    private readonly limiter: RateLimiter,
  ) {}

  async tip(
    readerId: string,
    request: CreateTipRequest,
    key: string | undefined,
    reply: FastifyReply,
  ): Promise<void> {
    await this.limiter.take('tips', readerId);
    requireIdempotencyKeyShape(key);
    const { rewardId, payUrl } = await this.payments.tip(readerId, toTipRequest(request), key);
    await reply
      .status(201)
      .header('location', `/rewards/${rewardId}`)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(payUrl));
  }
}

function toTipRequest(request: CreateTipRequest): TipRequest {
  const { money, article_id, message, type, anonymous, hide_amount } = request;
  const amountFen = parseMoneyInput(money);
  if (amountFen === undefined) throw new InvalidInput([{ field: 'money', text: 'money' }]);
  return {
    articleId: article_id,
    amountFen,
    message: message ?? '',
    anonymous: anonymous ?? false,
    hideAmount: hide_amount ?? false,
    channel: type === TYPE_BALANCE ? 'balance' : 'alipay',
  };
}
