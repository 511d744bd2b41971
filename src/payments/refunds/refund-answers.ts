import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Administrator } from '../../audit/act.js';
import { InvalidInput } from '../../errors/app-error.js';
import { formatYuan } from '../../money/fen.js';
import { parseMoneyInput } from '../../money/money.dto.js';
import { requireIdempotencyKeyShape } from '../idempotency.js';
import type { CreateRefundRequest, RefundResult } from './refund.dto.js';
import type { RefundRow } from './refund-row.js';
import { RefundService } from './refund.service.js';

/** `POST /admin/rewards/:id/refunds` between HTTP and the service: 201 when the outcome is known, 202 while it is not. */
@Injectable()
export class RefundAnswers {
  constructor(private readonly refunds: RefundService) {}

  async refund(
    admin: Administrator,
    rewardId: string,
    { money, reason }: CreateRefundRequest,
    key: string | undefined,
    reply: FastifyReply,
  ): Promise<RefundResult> {
    requireIdempotencyKeyShape(key);
    const amountFen = money === undefined || money === null ? undefined : parseMoneyInput(money);
    if (money !== undefined && money !== null && amountFen === undefined) {
      throw new InvalidInput([{ field: 'money', text: 'money' }]);
    }
    const row = await this.refunds.request(admin, rewardId, { amountFen, reason }, key);
    reply.status(row.status === 'pending' ? 202 : 201);
    return present(row);
  }
}

function present({ id, amount_fen, status, reason, refusal }: RefundRow): RefundResult {
  return {
    id,
    money: formatYuan(BigInt(amount_fen)),
    status,
    reason: status === 'refused' ? refusal : reason,
  };
}
